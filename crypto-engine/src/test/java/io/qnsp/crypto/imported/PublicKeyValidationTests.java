package io.qnsp.crypto.imported;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.jca.KnownKeys;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PublicKeyValidationTests {

	private static final String HSS = "1.2.840.113549.1.9.16.3.17";

	private final KeyImports imports = TestEngine.ENGINE.imports();

	@ParameterizedTest
	@MethodSource("asymmetric")
	void answersTheRawKeyOfItsRawAndX509Form(Algorithm algorithm) {
		byte[] raw = publicKey(algorithm);
		assertThat(TestEngine.await(this.imports.validatePublicKey(algorithm, raw))).isEqualTo(raw).isNotSameAs(raw);
		if (KeyEncodings.hasX509(algorithm)) {
			byte[] info = KeyEncodings.subjectPublicKeyInfo(algorithm, raw);
			assertThat(TestEngine.await(this.imports.validatePublicKey(algorithm, info))).isEqualTo(raw);
		}
	}

	@ParameterizedTest
	@MethodSource("asymmetric")
	void refusesAnotherLengthGarbageAndAnotherAlgorithm(Algorithm algorithm) throws Exception {
		byte[] raw = publicKey(algorithm);
		byte[] foreign = info("1.3.101.113", new byte[57]);
		for (byte[] bad : new byte[][] { {}, { 0x30 }, Arrays.copyOf(raw, raw.length - 1),
				Arrays.copyOf(raw, raw.length + 1), KeyImportsTests.bytes(77, 1), foreign }) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.imports.validatePublicKeyHere(algorithm, bad))
				.withMessageStartingWith(algorithm.toString());
		}
	}

	@ParameterizedTest
	@MethodSource("asymmetric")
	void answersOrRefusesWhateverIsChanged(Algorithm algorithm) {
		Random random = new Random(17L * algorithm.ordinal());
		byte[] raw = publicKey(algorithm);
		byte[] given = KeyEncodings.hasX509(algorithm) ? KeyEncodings.subjectPublicKeyInfo(algorithm, raw) : raw;
		for (int round = 0; round < 100; round++) {
			byte[] changed = given.clone();
			changed[random.nextInt(Math.min(changed.length, 40))] = (byte) random.nextInt(256);
			try {
				byte[] answered = this.imports.validatePublicKeyHere(algorithm, changed);
				assertThat(this.imports.validatePublicKeyHere(algorithm, answered)).isEqualTo(answered);
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex).hasMessageStartingWith(algorithm.toString());
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ML_KEM_512", "ML_KEM_768", "ML_KEM_1024", "X_WING", "X25519_ML_KEM_768", "FN_DSA_512",
			"FN_DSA_1024" })
	void refusesCoefficientsOutOfRange(Algorithm algorithm) {
		byte[] key = publicKey(algorithm);
		Arrays.fill(key, 1, 8, (byte) 0xff);
		assertThatIllegalArgumentException().isThrownBy(() -> this.imports.validatePublicKeyHere(algorithm, key));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0100000000000000000000000000000000000000000000000000000000000000",
			"0000000000000000000000000000000000000000000000000000000000000000",
			"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"0200000000000000000000000000000000000000000000000000000000000000" })
	void refusesEd25519PointsOfSmallOrderOffTheCurveAndInAnotherSpelling(String hex) {
		byte[] key = HexFormat.of().parseHex(hex);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.imports.validatePublicKeyHere(Algorithm.ED25519, key));
		byte[] composite = publicKey(Algorithm.ML_DSA_65_ED25519);
		System.arraycopy(key, 0, composite, composite.length - 32, 32);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.imports.validatePublicKeyHere(Algorithm.ML_DSA_65_ED25519, composite));
	}

	@Test
	void refusesX25519OfSmallOrder() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.imports.validatePublicKeyHere(Algorithm.X25519, new byte[32]));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0000000000000000000000000000000000000000000000000000000000000000",
			"0100000000000000000000000000000000000000000000000000000000000000",
			"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
			"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
			"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" })
	void refusesX25519PointsOfSmallOrderInHybridsToo(String hex) {
		byte[] point = HexFormat.of().parseHex(hex);
		for (Algorithm algorithm : new Algorithm[] { Algorithm.X25519, Algorithm.X_WING,
				Algorithm.X25519_ML_KEM_768 }) {
			byte[] key = publicKey(algorithm);
			System.arraycopy(point, 0, key, key.length - point.length, point.length);
			assertThatIllegalArgumentException().isThrownBy(() -> this.imports.validatePublicKeyHere(algorithm, key))
				.withMessageStartingWith(algorithm + " public key");
		}
	}

	@ParameterizedTest
	@MethodSource("asymmetric")
	void answersOrRefusesZeros(Algorithm algorithm) {
		byte[] zeros = new byte[publicKey(algorithm).length];
		try {
			assertThat(this.imports.validatePublicKeyHere(algorithm, zeros)).isEqualTo(zeros);
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).hasMessageStartingWith(algorithm.toString());
		}
	}

	@Test
	void readsLmsKeysOfBothX509StandardsAndXmssKeysOfBothVariants() throws Exception {
		byte[] lms = KnownKeys.publicKey(Algorithm.LMS);
		assertThat(this.imports.validatePublicKeyHere(Algorithm.LMS, info(HSS, lms))).isEqualTo(lms);
		byte[] wrapped = info(HSS, new DEROctetString(lms).getEncoded("DER"));
		assertThat(this.imports.validatePublicKeyHere(Algorithm.LMS, wrapped)).isEqualTo(lms);
		byte[] xmss = KnownKeys.publicKey(Algorithm.XMSS);
		for (String identifier : new String[] { "1.3.6.1.5.5.7.6.34", "1.3.6.1.5.5.7.6.35" }) {
			assertThat(this.imports.validatePublicKeyHere(Algorithm.XMSS, info(identifier, xmss))).isEqualTo(xmss);
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.imports.validatePublicKeyHere(Algorithm.XMSS, info(HSS, xmss)));
	}

	private static byte[] info(String identifier, byte[] key) throws IOException {
		return new SubjectPublicKeyInfo(new AlgorithmIdentifier(new ASN1ObjectIdentifier(identifier)), key)
			.getEncoded("DER");
	}

	private static byte[] publicKey(Algorithm algorithm) {
		if (algorithm.availability() == Availability.VERIFY_ONLY || algorithm.family() == Family.RSA) {
			return KnownKeys.publicKey(algorithm);
		}
		return algorithm.purposes().contains(Purpose.SIGNING)
				? TestEngine.await(TestEngine.ENGINE.signatures().generate(algorithm)).publicKey()
				: TestEngine.await(TestEngine.ENGINE.kems().generate(algorithm)).publicKey();
	}

	static Stream<Algorithm> asymmetric() {
		return Arrays.stream(Algorithm.values())
			.filter((algorithm) -> algorithm.family().isAsymmetric())
			.filter((algorithm) -> algorithm.family() != Family.SLH_DSA || algorithm.nistName().endsWith("f"));
	}

}
