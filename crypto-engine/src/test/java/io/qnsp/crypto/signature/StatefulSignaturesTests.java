package io.qnsp.crypto.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.KnownKeys;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.XMSSKeyPairGenerator;
import org.bouncycastle.crypto.generators.XMSSMTKeyPairGenerator;
import org.bouncycastle.crypto.params.XMSSKeyGenerationParameters;
import org.bouncycastle.crypto.params.XMSSMTKeyGenerationParameters;
import org.bouncycastle.crypto.params.XMSSMTParameters;
import org.bouncycastle.crypto.params.XMSSMTPublicKeyParameters;
import org.bouncycastle.crypto.params.XMSSParameters;
import org.bouncycastle.crypto.params.XMSSPublicKeyParameters;
import org.bouncycastle.crypto.signers.XMSSMTSigner;
import org.bouncycastle.crypto.signers.XMSSSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * LMS and XMSS: verified, never made.
 */
class StatefulSignaturesTests {

	private static final byte[] KNOWN = "QNSP known answer".getBytes(StandardCharsets.US_ASCII);

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Signatures signatures = TestEngine.ENGINE.signatures();

	@Test
	void verifiesTheHssSignatureOfRfc8554AndNoOther() throws Exception {
		Properties vector = new Properties();
		try (InputStream file = Objects
			.requireNonNull(StatefulSignaturesTests.class.getResourceAsStream("rfc8554.properties"))) {
			vector.load(file);
		}
		byte[] publicKey = hex(vector, "public");
		byte[] message = hex(vector, "message");
		byte[] signature = hex(vector, "signature");
		assertThat(verifies(Algorithm.LMS, publicKey, message, signature)).isTrue();
		assertThat(verifiesInTheJdk(publicKey, message, signature)).isTrue();
		refusesEveryChange(Algorithm.LMS, publicKey, message, signature, 200);
	}

	@ParameterizedTest
	@EnumSource(names = { "LMS", "XMSS" })
	void verifiesTheKnownAnswerAndNoOther(Algorithm algorithm) throws Exception {
		byte[] publicKey = KnownKeys.publicKey(algorithm);
		byte[] signature = KnownKeys.signature(algorithm).orElseThrow();
		assertThat(verifies(algorithm, publicKey, KNOWN, signature)).isTrue();
		if (algorithm == Algorithm.LMS) {
			assertThat(verifiesInTheJdk(publicKey, KNOWN, signature)).isTrue();
		}
		refusesEveryChange(algorithm, publicKey, KNOWN, signature, 100);
	}

	@Test
	void verifiesXmssOverAnotherHash() {
		XMSSKeyPairGenerator generator = new XMSSKeyPairGenerator();
		// XMSS-SHAKE256_10_192 of SP 800-208
		generator.init(new XMSSKeyGenerationParameters(XMSSParameters.lookupByOID(0x13), RANDOM));
		AsymmetricCipherKeyPair pair = generator.generateKeyPair();
		XMSSSigner signer = new XMSSSigner();
		signer.init(true, pair.getPrivate());
		signer.update(KNOWN, 0, KNOWN.length);
		byte[] publicKey = ((XMSSPublicKeyParameters) pair.getPublic()).toByteArray();
		assertThat(publicKey).hasSize(4 + 2 * 24);
		byte[] signature = signer.generateSignature();
		assertThat(verifies(Algorithm.XMSS, publicKey, KNOWN, signature)).isTrue();
		refusesEveryChange(Algorithm.XMSS, publicKey, KNOWN, signature, 50);
	}

	@Test
	void verifiesXmssOfSeveralTreesWhoseSetHasTheNumberOfASingleTree() {
		XMSSMTKeyPairGenerator generator = new XMSSMTKeyPairGenerator();
		// XMSSMT-SHA2_20/4_256, where XMSS-SHA2_16_256 has the same number
		generator.init(new XMSSMTKeyGenerationParameters(XMSSMTParameters.lookupByOID(2), RANDOM));
		AsymmetricCipherKeyPair pair = generator.generateKeyPair();
		XMSSMTSigner signer = new XMSSMTSigner();
		signer.init(true, pair.getPrivate());
		signer.update(KNOWN, 0, KNOWN.length);
		byte[] publicKey = ((XMSSMTPublicKeyParameters) pair.getPublic()).toByteArray();
		byte[] signature = signer.generateSignature();
		assertThat(verifies(Algorithm.XMSS, publicKey, KNOWN, signature)).isTrue();
		assertThat(verifies(Algorithm.XMSS, publicKey, new byte[1], signature)).isFalse();
		refusesEveryChange(Algorithm.XMSS, publicKey, KNOWN, signature, 50);
	}

	@Test
	void theLengthOfASignatureTellsTheVariantsOfXmssApart() {
		for (int number = 1; number <= 0x38; number++) {
			XMSSParameters single = XMSSParameters.lookupByOID(number);
			XMSSMTParameters multi = XMSSMTParameters.lookupByOID(number);
			if (single != null && multi != null) {
				assertThat(BouncyCastleXmss.length(single)).as("set %s", number)
					.isNotEqualTo(BouncyCastleXmss.length(multi));
			}
		}
		assertThat(BouncyCastleXmss.length(XMSSParameters.lookupByOID(1))).isEqualTo(2500);
		assertThat(BouncyCastleXmss.length(XMSSMTParameters.lookupByOID(1))).isEqualTo(4963);
	}

	@ParameterizedTest
	@EnumSource(names = { "LMS", "XMSS" })
	void answersFalseForGarbageAndRefusesToDecodeIt(Algorithm algorithm) {
		Random random = new Random(31);
		byte[] good = KnownKeys.publicKey(algorithm);
		byte[] signature = KnownKeys.signature(algorithm).orElseThrow();
		for (int length : new int[] { 0, 1, 3, 4, 7, 59, 60, 61, 67, 68, 69, 1000 }) {
			byte[] garbage = new byte[length];
			random.nextBytes(garbage);
			assertThat(verifies(algorithm, garbage, KNOWN, signature)).isFalse();
			assertThat(verifies(algorithm, good, KNOWN, garbage)).isFalse();
			StepVerifier.create(this.signatures.verificationKey(algorithm, garbage))
				.verifyError(IllegalArgumentException.class);
		}
		assertThat(verifies(algorithm, good, KNOWN, new byte[200_000])).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "LMS", "XMSS" })
	void neverMakesOrOpensASigningKey(Algorithm algorithm) {
		try (SecretBytes secret = SecretBytes.takeOver(new byte[64])) {
			StepVerifier.create(this.signatures.generate(algorithm))
				.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
					.hasMessageStartingWith(algorithm + ": verifies only"));
			StepVerifier.create(this.signatures.open(algorithm, secret, KnownKeys.publicKey(algorithm)))
				.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
					.hasMessageStartingWith(algorithm + ": verifies only"));
		}
	}

	@Test
	void namesTheProviderThatVerifies() {
		assertThat(TestEngine.ENGINE.providers()).containsKeys("lms.verify", "xmss.verify")
			.doesNotContainKeys("lms.sign", "xmss.sign");
	}

	private void refusesEveryChange(Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature,
			int rounds) {
		Random random = new Random(signature.length);
		for (int round = 0; round < rounds; round++) {
			assertThat(verifies(algorithm, publicKey, message, flipped(signature, random))).as("round %s", round)
				.isFalse();
			assertThat(verifies(algorithm, publicKey, flipped(message, random), signature)).isFalse();
			assertThat(verifies(algorithm, flipped(publicKey, random), message, signature)).isFalse();
		}
		for (int bit = 0; bit < 8 * Math.min(40, signature.length); bit++) {
			byte[] changed = signature.clone();
			changed[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(verifies(algorithm, publicKey, message, changed)).as("bit %s", bit).isFalse();
		}
		for (int length : new int[] { 0, 1, signature.length - 1, signature.length + 1 }) {
			assertThat(verifies(algorithm, publicKey, message, Arrays.copyOf(signature, length))).isFalse();
		}
	}

	private boolean verifies(Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature) {
		return TestEngine.await(this.signatures.verify(algorithm, publicKey, message, signature));
	}

	private static boolean verifiesInTheJdk(byte[] publicKey, byte[] message, byte[] signature) throws Exception {
		byte[] der = info(publicKey);
		Signature verifier = Signature.getInstance("HSS/LMS", "SUN");
		verifier.initVerify(KeyFactory.getInstance("HSS/LMS", "SUN").generatePublic(new X509EncodedKeySpec(der)));
		verifier.update(message);
		return verifier.verify(signature);
	}

	private static byte[] info(byte[] publicKey) throws IOException {
		return new SubjectPublicKeyInfo(new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.3.17")),
				publicKey)
			.getEncoded("DER");
	}

	private static byte[] hex(Properties vector, String name) {
		return HexFormat.of().parseHex(vector.getProperty(name));
	}

	private static byte[] flipped(byte[] bytes, Random random) {
		byte[] copy = bytes.clone();
		int bit = random.nextInt(bytes.length * Byte.SIZE);
		copy[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
		return copy;
	}

}
