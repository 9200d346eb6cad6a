package io.qnsp.hsm.adapter.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.JsonNode;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmWrapScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.qnsp.hsm.adapter.vault.VaultConnections.answer;
import static io.qnsp.hsm.adapter.vault.VaultConnections.done;
import static io.qnsp.hsm.adapter.vault.VaultConnections.failure;
import static io.qnsp.hsm.adapter.vault.VaultConnections.key;
import static org.assertj.core.api.Assertions.assertThat;

/** What is done in a vault, checked from outside by the JDK. */
class VaultOperationsTests {

	private static final byte[] MESSAGE = "to be signed".getBytes(StandardCharsets.UTF_8);

	private static final byte[] SECRET = "thirty-two bytes of a secret....".getBytes(StandardCharsets.UTF_8);

	private static final byte[] DATA = "bound to it".getBytes(StandardCharsets.UTF_8);

	private static final byte[] NONE = {};

	private static VaultConnections connections;

	private static HsmConnection vault;

	@BeforeAll
	static void open() {
		connections = new VaultConnections(VaultConnections.PATIENCE);
		vault = connections.open();
	}

	@AfterAll
	static void close() {
		connections.close();
	}

	static Stream<HsmKeyAlgorithm> signing() {
		return Stream.of(HsmKeyAlgorithm.RSA_2048, HsmKeyAlgorithm.EC_P256, HsmKeyAlgorithm.EC_P384,
				HsmKeyAlgorithm.EC_P521);
	}

	@ParameterizedTest
	@MethodSource("signing")
	void theJdkAcceptsTheSignaturesOfEachSchemeAndTheVaultToo(HsmKeyAlgorithm algorithm)
			throws GeneralSecurityException {
		HsmKey key = key(vault, algorithm, Use.SIGN);
		for (HsmSignatureScheme scheme : HsmSignatureScheme.of(algorithm)) {
			byte[] signature = answer(vault.sign(key, scheme, MESSAGE));
			assertThat(isValid(key, scheme, signature)).as("%s, by the JDK", scheme).isTrue();
			assertThat(answer(vault.verify(key, scheme, MESSAGE, signature))).as("%s", scheme).isTrue();
			assertThat(answer(vault.verify(key, scheme, DATA, signature))).as("%s, other message", scheme).isFalse();
			signature[signature.length - 1] ^= 1;
			assertThat(answer(vault.verify(key, scheme, MESSAGE, signature))).as("%s, changed", scheme).isFalse();
			assertThat(answer(vault.verify(key, scheme, MESSAGE, NONE))).as("%s, none", scheme).isFalse();
			assertThat(answer(vault.verify(key, scheme, MESSAGE, new byte[1000]))).as("%s, long", scheme).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(value = HsmKeyAlgorithm.class, names = { "AES_128", "AES_192", "AES_256" })
	void aesKeysWrapAndTheJdkUnwraps(HsmKeyAlgorithm algorithm) throws GeneralSecurityException {
		HsmKey key = key(vault, algorithm, Use.WRAP);
		assertThat(key.publicKey()).isNull();
		SecretKeySpec known = new SecretKeySpec(connections.cloud().vault().secret(key.reference()), "AES");

		byte[] wrapped = answer(vault.wrap(key, HsmWrapScheme.AES_KW, SECRET, NONE));
		Cipher kw = Cipher.getInstance("AES/KW/NoPadding");
		kw.init(Cipher.DECRYPT_MODE, known);
		assertThat(kw.doFinal(wrapped)).isEqualTo(SECRET);
		assertThat(answer(vault.unwrap(key, HsmWrapScheme.AES_KW, wrapped, NONE))).isEqualTo(SECRET);

		byte[] sealed = answer(vault.wrap(key, HsmWrapScheme.AES_GCM, SECRET, DATA));
		Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
		gcm.init(Cipher.DECRYPT_MODE, known, new GCMParameterSpec(128, Arrays.copyOf(sealed, 12)));
		gcm.updateAAD(DATA);
		assertThat(gcm.doFinal(sealed, 12, sealed.length - 12)).isEqualTo(SECRET);
		assertThat(answer(vault.unwrap(key, HsmWrapScheme.AES_GCM, sealed, DATA))).isEqualTo(SECRET);
		byte[] unbound = answer(vault.wrap(key, HsmWrapScheme.AES_GCM, SECRET, NONE));
		assertThat(answer(vault.unwrap(key, HsmWrapScheme.AES_GCM, unbound, NONE))).isEqualTo(SECRET);
	}

	@ParameterizedTest
	@EnumSource(value = HsmWrapScheme.class, names = { "RSA_OAEP_SHA1", "RSA_OAEP_SHA256" })
	void whatTheJdkWrapsForAnRsaKeyTheVaultUnwraps(HsmWrapScheme scheme) throws GeneralSecurityException {
		HsmKey key = key(vault, HsmKeyAlgorithm.RSA_2048, Use.WRAP);
		MGF1ParameterSpec hash = (scheme == HsmWrapScheme.RSA_OAEP_SHA1) ? MGF1ParameterSpec.SHA1
				: MGF1ParameterSpec.SHA256;
		Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
		oaep.init(Cipher.ENCRYPT_MODE, publicKey(key),
				new OAEPParameterSpec(hash.getDigestAlgorithm(), "MGF1", hash, PSource.PSpecified.DEFAULT));
		assertThat(answer(vault.unwrap(key, scheme, oaep.doFinal(SECRET), NONE))).isEqualTo(SECRET);
		byte[] wrapped = answer(vault.wrap(key, scheme, SECRET, NONE));
		assertThat(answer(vault.unwrap(key, scheme, wrapped, NONE))).isEqualTo(SECRET);
	}

	@Test
	void whatDoesNotUnwrapIsRefusedInOneWay() {
		HsmKey aes = key(vault, HsmKeyAlgorithm.AES_256, Use.WRAP);
		HsmKey rsa = key(vault, HsmKeyAlgorithm.RSA_2048, Use.WRAP);
		byte[] sealed = answer(vault.wrap(aes, HsmWrapScheme.AES_GCM, SECRET, DATA));
		byte[] changed = sealed.clone();
		changed[20] ^= 1;
		Stream
			.of(vault.unwrap(aes, HsmWrapScheme.AES_GCM, sealed, NONE),
					vault.unwrap(aes, HsmWrapScheme.AES_GCM, changed, DATA),
					vault.unwrap(aes, HsmWrapScheme.AES_KW, new byte[40], NONE),
					vault.unwrap(aes, HsmWrapScheme.AES_KW, new byte[3], NONE),
					vault.unwrap(rsa, HsmWrapScheme.RSA_OAEP_SHA256, new byte[256], NONE),
					vault.unwrap(rsa, HsmWrapScheme.RSA_OAEP_SHA1, new byte[7], NONE))
			.forEach((call) -> {
				HsmException refusal = failure(call);
				assertThat(refusal.problem()).isEqualTo(Problem.INVALID_INPUT);
				assertThat(refusal).hasMessage("wrapped: does not unwrap with this key");
			});
	}

	@Test
	void inputThatCanNotBeRightIsNotSent() {
		HsmKey aes = key(vault, HsmKeyAlgorithm.AES_128, Use.WRAP);
		assertThat(failure(vault.wrap(aes, HsmWrapScheme.AES_KW, new byte[17], NONE)))
			.hasMessageContaining("secret: 17 bytes");
		assertThat(failure(vault.wrap(aes, HsmWrapScheme.AES_KW, SECRET, DATA)))
			.hasMessageContaining("takes no associated data");
		assertThat(failure(vault.unwrap(aes, HsmWrapScheme.AES_GCM, new byte[27], NONE)))
			.hasMessageContaining("wrapped: 27 bytes");
		assertThat(failure(vault.wrap(aes, HsmWrapScheme.RSA_OAEP_SHA1, SECRET, NONE)))
			.hasMessageContaining("not for a key of AES-128");
		assertThat(failure(vault.sign(aes, HsmSignatureScheme.ECDSA_SHA256, MESSAGE)))
			.hasMessageContaining("not for a key of AES-128");
	}

	@ParameterizedTest
	@EnumSource(value = HsmKeyAlgorithm.class, names = { "ED25519", "ML_DSA_65", "ML_KEM_768" })
	void keysThatAVaultHasNotAreNamed(HsmKeyAlgorithm algorithm) {
		HsmException refusal = failure(vault.create(new HsmKeyRequest(algorithm, Set.of(Use.SIGN), "not possible")));
		assertThat(refusal.problem()).isEqualTo(Problem.UNSUPPORTED);
		assertThat(refusal).hasMessageContaining(algorithm.label());
	}

	@Test
	void mechanismsThatAVaultHasNotAreNamed() {
		HsmKey aes = key(vault, HsmKeyAlgorithm.AES_256, Use.WRAP);
		HsmException padding = failure(vault.wrap(aes, HsmWrapScheme.AES_KWP, SECRET, NONE));
		assertThat(padding.problem()).isEqualTo(Problem.UNSUPPORTED);
		assertThat(padding).hasMessageContaining("AES-KWP");
		assertThat(failure(vault.decapsulate(aes, SECRET)).problem()).isEqualTo(Problem.UNSUPPORTED);
		assertThat(failure(vault.sign(aes, HsmSignatureScheme.ML_DSA, MESSAGE)).problem())
			.isEqualTo(Problem.UNSUPPORTED);
	}

	@Test
	void aKeyIsTheHsmsOwnAndDoesNothingThatWasNotAskedFor() {
		HsmKey key = answer(vault.create(
				new HsmKeyRequest(HsmKeyAlgorithm.EC_P384, Set.of(Use.SIGN), "Schl\u00fcssel / 7_" + "x".repeat(40))));
		assertThat(key.reference()).matches("Schl-ssel---7-x{40}-[0-9a-f]{32}/[0-9a-f]{32}");
		JsonNode asked = connections.cloud()
			.vault()
			.creations()
			.stream()
			.filter((each) -> each.path("crv").asText().equals("P-384"))
			.findFirst()
			.orElseThrow();
		assertThat(asked.get("kty").asText()).isEqualTo("EC-HSM");
		assertThat(asked.get("attributes").get("exportable").asBoolean(true)).isFalse();
		assertThat(asked.get("key_ops").toString()).isEqualTo("[\"sign\",\"verify\"]");
		HsmKey signs = key(vault, HsmKeyAlgorithm.RSA_2048, Use.SIGN);
		assertThat(failure(vault.wrap(signs, HsmWrapScheme.RSA_OAEP_SHA256, SECRET, NONE)).problem())
			.isEqualTo(Problem.INVALID_INPUT);
	}

	@Test
	void aDestroyedKeyIsPurgedAndDestroyingItAgainIsFine() {
		HsmKey key = key(vault, HsmKeyAlgorithm.EC_P256, Use.SIGN);
		String name = key.reference().substring(0, key.reference().indexOf('/'));
		assertThat(connections.cloud().vault().keys()).contains(name);
		done(vault.destroy(key));
		assertThat(connections.cloud().vault().keys()).doesNotContain(name);
		assertThat(connections.cloud().vault().deletedKeys()).doesNotContain(name);
		done(vault.destroy(key));
		assertThat(failure(vault.sign(key, HsmSignatureScheme.ECDSA_SHA256, MESSAGE)).problem())
			.isEqualTo(Problem.KEY_MISSING);
	}

	@Test
	void validationTellsWhatTheVaultDidAndLeavesNoKeyBehind() {
		HsmCapabilities found = answer(vault.validate());
		assertThat(found.keys()).allMatch((each) -> Set.of(Family.AES, Family.RSA, Family.EC).contains(each.family()))
			.hasSize(9);
		assertThat(found.signatures()).hasSize(9).doesNotContain(HsmSignatureScheme.ED25519, HsmSignatureScheme.ML_DSA);
		assertThat(found.wraps()).containsExactlyInAnyOrder(HsmWrapScheme.AES_KW, HsmWrapScheme.AES_GCM,
				HsmWrapScheme.RSA_OAEP_SHA1, HsmWrapScheme.RSA_OAEP_SHA256);
		assertThat(found.missing()).anyMatch((each) -> each.startsWith("AES-KWP:"))
			.anyMatch((each) -> each.startsWith("ML-DSA-65:"))
			.hasSize(8);
		assertThat(found.token().library()).isEqualTo("vault.localhost");
		assertThat(found.token().firmware()).isEqualTo("platform 2");
		assertThat(connections.cloud().vault().keys()).noneMatch((each) -> each.startsWith("qnsp-trial"));
		assertThat(connections.cloud().vault().deletedKeys()).noneMatch((each) -> each.startsWith("qnsp-trial"));
	}

	private static PublicKey publicKey(HsmKey key) throws GeneralSecurityException {
		String type = (key.algorithm().family() == Family.RSA) ? "RSA" : "EC";
		return KeyFactory.getInstance(type)
			.generatePublic(new X509EncodedKeySpec(Objects.requireNonNull(key.publicKey())));
	}

	private static boolean isValid(HsmKey key, HsmSignatureScheme scheme, byte[] bytes)
			throws GeneralSecurityException {
		String hash = scheme.digest();
		Signature signature = switch (scheme) {
			case RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512 -> {
				Signature pss = Signature.getInstance("RSASSA-PSS");
				pss.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash),
						Integer.parseInt(hash.substring(4)) / 8, 1));
				yield pss;
			}
			case RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512 ->
				Signature.getInstance(hash.replace("-", "") + "withRSA");
			default -> Signature.getInstance(hash.replace("-", "") + "withECDSA");
		};
		signature.initVerify(publicKey(key));
		signature.update(MESSAGE);
		return signature.verify(bytes);
	}

}
