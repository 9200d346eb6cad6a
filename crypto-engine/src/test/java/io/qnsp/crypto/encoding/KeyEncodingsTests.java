package io.qnsp.crypto.encoding;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.provider.SecurityProviders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyEncodingsTests {

	@ParameterizedTest
	@CsvSource({ "ML_DSA_44, ML-DSA-44", "ML_DSA_65, ML-DSA-65", "ML_DSA_87, ML-DSA-87", "ML_KEM_512, ML-KEM-512",
			"ML_KEM_768, ML-KEM-768", "ML_KEM_1024, ML-KEM-1024", "SLH_DSA_SHA2_128F, SLH-DSA-SHA2-128F",
			"SLH_DSA_SHAKE_128F, SLH-DSA-SHAKE-128F", "ED25519, Ed25519", "X25519, X25519", "X_WING, X-WING",
			"ML_DSA_65_ED25519, MLDSA65-Ed25519-SHA512", "ML_DSA_87_ECDSA_P384, MLDSA87-ECDSA-P384-SHA512" })
	void readsAndWritesWhatBouncyCastleDoes(Algorithm algorithm, String name) throws Exception {
		KeyPair pair = KeyPairGenerator.getInstance(name, SecurityProviders.bouncyCastle()).generateKeyPair();
		byte[] spki = pair.getPublic().getEncoded();
		byte[] raw = KeyEncodings.rawPublicKey(algorithm, spki).orElseThrow();
		assertThat(raw).hasSize(algorithm.sizes().publicKey());
		assertThat(KeyEncodings.subjectPublicKeyInfo(algorithm, raw)).isEqualTo(spki);
		byte[] secret = KeyEncodings.rawPrivateKey(algorithm, pair.getPrivate().getEncoded()).orElseThrow();
		KeyFactory factory = KeyFactory.getInstance(name, SecurityProviders.bouncyCastle());
		byte[] again = factory.generatePrivate(new PKCS8EncodedKeySpec(KeyEncodings.pkcs8(algorithm, secret)))
			.getEncoded();
		assertThat(KeyEncodings.rawPrivateKey(algorithm, again)).contains(secret);
		assertThat(factory.generatePublic(new X509EncodedKeySpec(spki)).getEncoded()).isEqualTo(spki);
	}

	@ParameterizedTest
	@EnumSource(names = { "ML_DSA_65", "ML_KEM_768", "ECDSA_P384", "RSA_3072", "ED25519" })
	void answersNothingForAnotherAlgorithmsKeyOrGarbage(Algorithm algorithm) throws Exception {
		KeyPair other = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
		assertThat(KeyEncodings.rawPublicKey(algorithm, other.getPublic().getEncoded())).isEmpty();
		assertThat(KeyEncodings.rawPrivateKey(algorithm, other.getPrivate().getEncoded())).isEmpty();
		for (byte[] garbage : new byte[][] { {}, { 0x30 }, { 0x30, 0x00 }, { 0x30, (byte) 0x84, 0x7f, 1, 1, 1 },
				new byte[100] }) {
			assertThat(KeyEncodings.rawPublicKey(algorithm, garbage)).isEmpty();
			assertThat(KeyEncodings.rawPrivateKey(algorithm, garbage)).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AES_256_GCM", "X25519_ML_KEM_768", "FN_DSA_512", "HQC_128" })
	void hasNoX509FormWithoutAnObjectIdentifier(Algorithm algorithm) {
		assertThat(KeyEncodings.hasX509(algorithm)).isFalse();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KeyEncodings.subjectPublicKeyInfo(algorithm, new byte[1]));
	}

}
