package io.qnsp.crypto.encoding;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.jca.KnownKeys;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

class PublicKeyOutputTests {

	/** RFC 7638, section 3.1. */
	private static final String RFC_7638_MODULUS = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86z"
			+ "wu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65"
			+ "YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6We"
			+ "Zu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

	@Test
	void hasTheThumbprintOfRfc7638() throws Exception {
		BigInteger modulus = new BigInteger(1, Base64.getUrlDecoder().decode(RFC_7638_MODULUS));
		byte[] raw = new RSAPublicKey(modulus, BigInteger.valueOf(65537)).getEncoded("DER");
		JsonWebKey key = JsonWebKey.of(Algorithm.RSA_2048, raw).orElseThrow();
		assertThat(key.members()).containsExactly(entry("kty", "RSA"), entry("n", RFC_7638_MODULUS),
				entry("e", "AQAB"));
		assertThat(key.thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
	}

	@Test
	void hasTheThumbprintOfRfc8037() {
		JsonWebKey key = JsonWebKey.of(Algorithm.ED25519, KnownKeys.publicKey(Algorithm.ED25519)).orElseThrow();
		assertThat(key.members()).containsExactly(entry("kty", "OKP"), entry("crv", "Ed25519"),
				entry("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
		assertThat(key.thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
	}

	@ParameterizedTest
	@EnumSource(names = { "ECDSA_P256", "ECDH_P256", "ECDSA_P384", "ECDH_P384" })
	void coordinatesAreAsLongAsTheFieldEvenWithZerosInFront(Algorithm algorithm) throws Exception {
		byte[] raw = pointWithAZeroInFront(algorithm);
		int length = (raw.length - 1) / 2;
		JsonWebKey key = JsonWebKey.of(algorithm, raw).orElseThrow();
		assertThat(key.members().sequencedKeySet()).containsExactly("kty", "crv", "x", "y");
		byte[] x = Base64.getUrlDecoder().decode(key.members().get("x"));
		byte[] y = Base64.getUrlDecoder().decode(key.members().get("y"));
		assertThat(x).hasSize(length);
		assertThat(y).hasSize(length);
		assertThat(x[0]).isZero();
		ECPublicKey known = (ECPublicKey) KeyFactory.getInstance("EC")
			.generatePublic(new X509EncodedKeySpec(KeyEncodings.subjectPublicKeyInfo(algorithm, raw)));
		assertThat(new BigInteger(1, x)).isEqualTo(known.getW().getAffineX());
		assertThat(new BigInteger(1, y)).isEqualTo(known.getW().getAffineY());
	}

	private static byte[] pointWithAZeroInFront(Algorithm algorithm) {
		X9ECParameters curve = CustomNamedCurves.getByOID(algorithm.nistName().endsWith("P256")
				? SECObjectIdentifiers.secp256r1 : SECObjectIdentifiers.secp384r1);
		for (int scalar = 1;; scalar++) {
			byte[] point = curve.getG().multiply(BigInteger.valueOf(scalar)).getEncoded(false);
			if (point[1] == 0) {
				return point;
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "ML_KEM_512", "ML_KEM_768", "ML_KEM_1024",
			"SLH_DSA_SHA2_128S", "SLH_DSA_SHAKE_256F" })
	void namesTheAlgorithmWhereTheKeyTypeDoesNot(Algorithm algorithm) {
		byte[] raw = new byte[algorithm.sizes().publicKey()];
		Arrays.fill(raw, (byte) 0xfb);
		JsonWebKey key = JsonWebKey.of(algorithm, raw).orElseThrow();
		assertThat(key.members().sequencedKeySet()).containsExactly("kty", "alg", "pub");
		assertThat(key.members()).contains(entry("kty", "AKP"), entry("alg", algorithm.nistName()));
		assertThat(Base64.getUrlDecoder().decode(key.members().get("pub"))).isEqualTo(raw);
		assertThat(key.thumbprint()).matches("[A-Za-z0-9_-]{43}");
		raw[0] = 0;
		assertThat(JsonWebKey.of(algorithm, raw).orElseThrow().thumbprint()).isNotEqualTo(key.thumbprint());
	}

	@ParameterizedTest
	@EnumSource(names = { "X_WING", "X25519_ML_KEM_768", "ML_DSA_65_ED25519", "ML_DSA_87_ECDSA_P384", "LMS", "XMSS",
			"FN_DSA_512", "HQC_128", "AES_256_GCM", "HMAC_SHA_256" })
	void hasNoFormWhereNoStandardHasOne(Algorithm algorithm) {
		assertThat(JsonWebKey.of(algorithm, new byte[32])).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "RSA_2048", "ECDSA_P256", "X25519", "ED25519", "ML_DSA_65", "ML_KEM_768" })
	void refusesAKeyOfAnotherLengthOrForm(Algorithm algorithm) {
		for (byte[] bad : List.of(new byte[0], new byte[31], new byte[66])) {
			assertThatIllegalArgumentException().isThrownBy(() -> JsonWebKey.of(algorithm, bad))
				.withMessageStartingWith(algorithm + " public key: ");
		}
	}

	@Test
	void refusesACompressedPoint() {
		byte[] point = new byte[65];
		point[0] = 2;
		assertThatIllegalArgumentException().isThrownBy(() -> JsonWebKey.of(Algorithm.ECDSA_P256, point))
			.withMessageContaining("first byte 2");
	}

	@Test
	void membersCanNotBeChanged() {
		JsonWebKey key = JsonWebKey.of(Algorithm.X25519, new byte[32]).orElseThrow();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> key.members().put("kid", "1"));
	}

	@ParameterizedTest
	@EnumSource
	void pemIsTheX509FormInLinesOf64ColumnsWhereThereIsOne(Algorithm algorithm) {
		if (!KeyEncodings.hasX509(algorithm)) {
			assertThat(PublicKeyPem.of(algorithm, new byte[32])).isEmpty();
			return;
		}
		byte[] raw = new byte[Math.max(60, algorithm.sizes().publicKey())];
		List<String> lines = PublicKeyPem.of(algorithm, raw).orElseThrow().lines().toList();
		assertThat(lines.getFirst()).isEqualTo("-----BEGIN PUBLIC KEY-----");
		assertThat(lines.getLast()).isEqualTo("-----END PUBLIC KEY-----");
		List<String> content = lines.subList(1, lines.size() - 1);
		assertThat(content.subList(0, content.size() - 1)).allMatch((line) -> line.length() == 64);
		assertThat(content.getLast()).hasSizeBetween(1, 64);
		byte[] der = Base64.getDecoder().decode(String.join("", content));
		assertThat(KeyEncodings.rawPublicKey(algorithm, der)).contains(raw);
	}

	@Test
	void theJdkReadsThePem() throws Exception {
		for (Algorithm algorithm : new Algorithm[] { Algorithm.ML_DSA_65, Algorithm.ED25519, Algorithm.ECDSA_P384 }) {
			assertThat(algorithm.purposes()).contains(Purpose.SIGNING);
			byte[] raw = TestEngine.await(TestEngine.ENGINE.signatures().generate(algorithm)).publicKey();
			String pem = PublicKeyPem.of(algorithm, raw).orElseThrow();
			assertThat(pem).endsWith("-----END PUBLIC KEY-----\n").doesNotContain("\r").doesNotContain("\n\n");
			byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
			String name = (algorithm == Algorithm.ECDSA_P384) ? "EC" : algorithm.nistName();
			assertThat(KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(der)).getEncoded())
				.isEqualTo(KeyEncodings.subjectPublicKeyInfo(algorithm, raw));
		}
	}

}
