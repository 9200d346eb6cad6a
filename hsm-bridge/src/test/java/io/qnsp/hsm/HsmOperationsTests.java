package io.qnsp.hsm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.crypto.KEM;

import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.testing.NssToken;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every operation on real tokens; what comes out is checked with the JDK's cryptography.
 */
class HsmOperationsTests {

	private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);

	private static final byte[] NOTHING = {};

	private static TestBridge softHsm;

	private static TestBridge nss;

	private static HsmConnection soft;

	private static HsmConnection postQuantum;

	@BeforeAll
	static void open() {
		softHsm = TestBridge.to("softhsm", SoftToken.library());
		soft = softHsm.open("softhsm", SoftToken.take());
		nss = TestBridge.to("nss", NssToken.library());
		postQuantum = nss.open("nss", NssToken.FIRST);
	}

	@AfterAll
	static void close() {
		softHsm.close();
		nss.close();
	}

	static Stream<HsmKeyAlgorithm> signingKeysOfSoftHsm() {
		return Stream.of(HsmKeyAlgorithm.RSA_2048, HsmKeyAlgorithm.EC_P256, HsmKeyAlgorithm.EC_P384,
				HsmKeyAlgorithm.EC_P521, HsmKeyAlgorithm.ED25519);
	}

	@ParameterizedTest
	@MethodSource("signingKeysOfSoftHsm")
	void signaturesOfSoftHsmVerifyOutsideInEveryScheme(HsmKeyAlgorithm algorithm) throws Exception {
		signsAndVerifies(soft, algorithm);
	}

	@ParameterizedTest
	@EnumSource(names = { "ML_DSA_44", "ML_DSA_65", "ML_DSA_87" })
	void postQuantumSignaturesOfNssVerifyOutside(HsmKeyAlgorithm algorithm) throws Exception {
		signsAndVerifies(postQuantum, algorithm);
	}

	private static void signsAndVerifies(HsmConnection hsm, HsmKeyAlgorithm algorithm) throws Exception {
		HsmKey key = create(hsm, algorithm, Use.SIGN);
		for (HsmSignatureScheme scheme : HsmSignatureScheme.of(algorithm)) {
			byte[] signature = await(hsm.sign(key, scheme, MESSAGE));
			assertThat(OutsideCrypto.verifies(key, scheme, MESSAGE, signature)).as(scheme.label()).isTrue();
			assertThat(await(hsm.verify(key, scheme, MESSAGE, signature))).as(scheme.label()).isTrue();
			assertThat(await(hsm.verify(key, scheme, "another".getBytes(StandardCharsets.UTF_8), signature))).isFalse();
			signature[signature.length / 2] ^= 1;
			assertThat(await(hsm.verify(key, scheme, MESSAGE, signature))).as(scheme.label()).isFalse();
			assertThat(await(hsm.verify(key, scheme, MESSAGE, NOTHING))).isFalse();
		}
	}

	@Test
	void largerRsaKeysSignToo() throws Exception {
		HsmKey key = create(soft, HsmKeyAlgorithm.RSA_3072, Use.SIGN);
		byte[] signature = await(soft.sign(key, HsmSignatureScheme.RSA_PSS_SHA384, MESSAGE));
		assertThat(OutsideCrypto.verifies(key, HsmSignatureScheme.RSA_PSS_SHA384, MESSAGE, signature)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "ML_KEM_512", "ML_KEM_768", "ML_KEM_1024" })
	void nssDecapsulatesWhatTheJdkEncapsulates(HsmKeyAlgorithm algorithm) throws Exception {
		HsmKey key = create(postQuantum, algorithm, Use.DECAPSULATE);
		KEM.Encapsulated made = OutsideCrypto.encapsulate(key);
		assertThat(await(postQuantum.decapsulate(key, made.encapsulation()))).isEqualTo(made.key().getEncoded());
		assertThat(failure(postQuantum.decapsulate(key, new byte[17])).problem()).isEqualTo(Problem.INVALID_INPUT);
	}

	@ParameterizedTest
	@EnumSource(names = { "AES_128", "AES_192", "AES_256" })
	void aesKeysWrapAndUnwrapSecrets(HsmKeyAlgorithm algorithm) {
		HsmKey key = create(soft, algorithm, Use.WRAP, Use.ENCRYPT);
		for (int length : List.of(8, 16, 32, 1216, 4096)) {
			wrapsAndUnwraps(soft, key, HsmWrapScheme.AES_KWP, length);
			wrapsAndUnwraps(soft, key, HsmWrapScheme.AES_GCM, length + 1);
		}
		wrapsAndUnwraps(soft, key, HsmWrapScheme.AES_KW, 32);
		assertThat(await(soft.wrap(key, HsmWrapScheme.AES_KW, secret(32), NOTHING))).hasSize(40);
		assertThat(soft.health().errorRate()).as("bad input is not the HSM's failure").isZero();
	}

	@Test
	void nssWrapsSecretsOfEveryLength() {
		HsmKey key = create(postQuantum, HsmKeyAlgorithm.AES_256, Use.WRAP);
		for (int length : List.of(1, 7, 9, 20, 256)) {
			wrapsAndUnwraps(postQuantum, key, HsmWrapScheme.AES_KWP, length);
		}
	}

	@Test
	void aTokenThatCouldNotUnwrapASecretAgainDoesNotWrapIt() {
		HsmKey key = create(postQuantum, HsmKeyAlgorithm.AES_256, Use.WRAP);
		assertThat(failure(postQuantum.wrap(key, HsmWrapScheme.AES_KWP, secret(1217), NOTHING)))
			.hasMessageContaining("1217 bytes")
			.returns(Problem.UNSUPPORTED, HsmException::problem);
	}

	private static void wrapsAndUnwraps(HsmConnection hsm, HsmKey key, HsmWrapScheme scheme, int length) {
		byte[] wrapped = await(hsm.wrap(key, scheme, secret(length), NOTHING));
		assertThat(await(hsm.unwrap(key, scheme, wrapped, NOTHING))).as(scheme + " " + length)
			.isEqualTo(secret(length));
		wrapped[wrapped.length - 1] ^= 1;
		assertThat(failure(hsm.unwrap(key, scheme, wrapped, NOTHING))).returns(Problem.INVALID_INPUT,
				HsmException::problem);
		assertThat(failure(hsm.unwrap(key, scheme, new byte[3], NOTHING))).returns(Problem.INVALID_INPUT,
				HsmException::problem);
	}

	@Test
	void aTokenThatWouldLoseTheLengthOfASecretDoesNotWrapIt() {
		HsmKey key = create(soft, HsmKeyAlgorithm.AES_256, Use.WRAP);
		assertThat(failure(soft.wrap(key, HsmWrapScheme.AES_KWP, secret(20), NOTHING)))
			.hasMessageContaining("multiple of 8")
			.returns(Problem.UNSUPPORTED, HsmException::problem);
	}

	@Test
	void gcmBindsItsAssociatedData() {
		HsmKey key = create(soft, HsmKeyAlgorithm.AES_256, Use.ENCRYPT);
		byte[] bound = "tenant|key".getBytes(StandardCharsets.UTF_8);
		byte[] wrapped = await(soft.wrap(key, HsmWrapScheme.AES_GCM, secret(32), bound));
		assertThat(await(soft.unwrap(key, HsmWrapScheme.AES_GCM, wrapped, bound))).isEqualTo(secret(32));
		assertThat(failure(soft.unwrap(key, HsmWrapScheme.AES_GCM, wrapped, NOTHING)).problem())
			.isEqualTo(Problem.INVALID_INPUT);
		assertThat(wrapped).hasSize(12 + 32 + 16);
	}

	@Test
	void rsaUnwrapsWhatTheJdkWrapped() throws GeneralSecurityException {
		HsmKey key = create(soft, HsmKeyAlgorithm.RSA_2048, Use.WRAP);
		byte[] wrapped = OutsideCrypto.wrapOaep(key, "SHA-1", secret(32));
		assertThat(await(soft.unwrap(key, HsmWrapScheme.RSA_OAEP_SHA1, wrapped, NOTHING))).isEqualTo(secret(32));
		byte[] own = await(soft.wrap(key, HsmWrapScheme.RSA_OAEP_SHA1, secret(32), NOTHING));
		assertThat(await(soft.unwrap(key, HsmWrapScheme.RSA_OAEP_SHA1, own, NOTHING))).isEqualTo(secret(32));
		wrapped[9] ^= 1;
		assertThat(failure(soft.unwrap(key, HsmWrapScheme.RSA_OAEP_SHA1, wrapped, NOTHING)).problem())
			.isEqualTo(Problem.INVALID_INPUT);
	}

	@Test
	void rsaOfNssUnwrapsOaepWithSha256() throws GeneralSecurityException {
		HsmKey key = create(postQuantum, HsmKeyAlgorithm.RSA_2048, Use.WRAP);
		byte[] wrapped = OutsideCrypto.wrapOaep(key, "SHA-256", secret(32));
		assertThat(await(postQuantum.unwrap(key, HsmWrapScheme.RSA_OAEP_SHA256, wrapped, NOTHING)))
			.isEqualTo(secret(32));
	}

	@Test
	void whatATokenCannotDoNamesTheMechanism() {
		HsmException missing = failure(
				soft.create(new HsmKeyRequest(HsmKeyAlgorithm.ML_DSA_65, Set.of(Use.SIGN), "pqc")));
		assertThat(missing.problem()).isEqualTo(Problem.UNSUPPORTED);
		assertThat(missing).hasMessageContaining("CKM_ML_DSA_KEY_PAIR_GEN");
	}

	@Test
	void aKeyOfAnotherFamilyIsRefused() {
		HsmKey key = create(soft, HsmKeyAlgorithm.EC_P256, Use.SIGN);
		assertThat(failure(soft.sign(key, HsmSignatureScheme.RSA_PSS_SHA256, MESSAGE)).problem())
			.isEqualTo(Problem.INVALID_INPUT);
		assertThat(failure(soft.wrap(key, HsmWrapScheme.AES_KWP, secret(16), NOTHING)).problem())
			.isEqualTo(Problem.INVALID_INPUT);
	}

	@Test
	void aDestroyedKeyIsMissing() {
		HsmKey key = create(soft, HsmKeyAlgorithm.EC_P256, Use.SIGN);
		await(soft.sign(key, HsmSignatureScheme.ECDSA_SHA256, MESSAGE));
		soft.destroy(key).block(TestBridge.PATIENCE);
		assertThat(failure(soft.sign(key, HsmSignatureScheme.ECDSA_SHA256, MESSAGE)).problem())
			.isEqualTo(Problem.KEY_MISSING);
		soft.destroy(key).block(TestBridge.PATIENCE);
	}

	@Test
	void softHsmIsFoundToDoWhatItDoes() {
		HsmCapabilities found = await(soft.validate());
		assertThat(found.token().protocol()).isEqualTo("PKCS#11 2.40");
		assertThat(found.keys()).contains(HsmKeyAlgorithm.AES_256, HsmKeyAlgorithm.RSA_4096, HsmKeyAlgorithm.EC_P521,
				HsmKeyAlgorithm.ED25519);
		assertThat(found.keys()).noneMatch((key) -> key.label().startsWith("ML-"));
		assertThat(found.wraps()).containsExactlyInAnyOrder(HsmWrapScheme.AES_KW, HsmWrapScheme.AES_KWP,
				HsmWrapScheme.AES_GCM, HsmWrapScheme.RSA_OAEP_SHA1);
		assertThat(found.missing()).anyMatch((line) -> line.contains("RSA-OAEP-SHA256"))
			.anyMatch((line) -> line.contains("ML-KEM-768") && line.contains("CKM_ML_KEM_KEY_PAIR_GEN"));
		assertThat(found.names()).contains("AES-KWP", "RSASSA-PSS-SHA256").isSorted();
	}

	@Test
	void nssIsFoundToBePostQuantum() {
		HsmCapabilities found = await(postQuantum.validate());
		assertThat(found.token().protocol()).isEqualTo("PKCS#11 3.2");
		assertThat(found.keys()).contains(HsmKeyAlgorithm.ML_KEM_512, HsmKeyAlgorithm.ML_KEM_768,
				HsmKeyAlgorithm.ML_KEM_1024, HsmKeyAlgorithm.ML_DSA_44, HsmKeyAlgorithm.ML_DSA_65,
				HsmKeyAlgorithm.ML_DSA_87);
		assertThat(found.wraps()).contains(HsmWrapScheme.AES_KWP, HsmWrapScheme.RSA_OAEP_SHA256);
	}

	static HsmKey create(HsmConnection hsm, HsmKeyAlgorithm algorithm, Use... uses) {
		return await(hsm.create(new HsmKeyRequest(algorithm, Set.of(uses), "test " + algorithm.label())));
	}

	static <T> T await(Mono<T> answer) {
		return java.util.Objects.requireNonNull(answer.block(TestBridge.PATIENCE));
	}

	static HsmException failure(Mono<?> answer) {
		return assertThatExceptionOfType(HsmException.class).isThrownBy(() -> answer.block(TestBridge.PATIENCE))
			.actual();
	}

	private static byte[] secret(int length) {
		byte[] secret = new byte[length];
		for (int i = 0; i < length; i++) {
			secret[i] = (byte) (i * 7 + length);
		}
		return secret;
	}

}
