package io.qnsp.crypto.imported;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
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
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.kem.DecapsulationKey;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.SigningKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyImportsTests {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private static final int MUTATIONS = 150;

	private final KeyImports imports = TestEngine.ENGINE.imports();

	@ParameterizedTest
	@MethodSource("asymmetric")
	void derivesThePairOfARawPrivateKeyAndOfItsPkcs8(Algorithm algorithm) {
		try (RawKeyPair made = generated(algorithm)) {
			byte[] raw = made.secret().toByteArray(TEST);
			derives(algorithm, raw, made.publicKey());
			if (KeyEncodings.hasX509(algorithm)) {
				derives(algorithm, KeyEncodings.pkcs8(algorithm, raw), made.publicKey());
			}
		}
	}

	/** What is answered is opened by the primitives, so it is stored in their form. */
	private void derives(Algorithm algorithm, byte[] given, byte[] publicKey) {
		try (SecretBytes key = SecretBytes.copyOf(given);
				RawKeyPair pair = TestEngine.await(this.imports.derive(algorithm, key))) {
			assertThat(pair.publicKey()).isEqualTo(publicKey);
			assertThat(key.toByteArray(TEST)).isEqualTo(given);
			if (algorithm.purposes().contains(Purpose.SIGNING)) {
				TestEngine.await(TestEngine.ENGINE.signatures().open(algorithm, pair.secret(), pair.publicKey()))
					.close();
			}
			if (!algorithm.purposes().contains(Purpose.SIGNING) || algorithm.family() == Family.RSA) {
				TestEngine.await(TestEngine.ENGINE.kems().open(algorithm, pair.secret(), pair.publicKey())).close();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "RSA_2048, RSA, 2048", "RSA_3072, RSA, 3072", "ECDSA_P256, EC, secp256r1", "ECDH_P256, EC, secp256r1",
			"ECDSA_P384, EC, secp384r1", "ED25519, Ed25519,", "X25519, X25519," })
	void derivesThePairOfAKeyThatTheJdkMade(Algorithm algorithm, String name, String parameter) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
		if ("RSA".equals(name)) {
			generator.initialize(Integer.parseInt(parameter));
		}
		else if (parameter != null) {
			generator.initialize(new ECGenParameterSpec(parameter));
		}
		KeyPair pair = generator.generateKeyPair();
		derives(algorithm, pair.getPrivate().getEncoded(),
				KeyEncodings.rawPublicKey(algorithm, pair.getPublic().getEncoded()).orElseThrow());
	}

	@ParameterizedTest
	@CsvSource({ "ML_DSA_44, ML-DSA-44", "ML_DSA_65, ML-DSA-65", "ML_KEM_768, ML-KEM-768", "ML_KEM_1024, ML-KEM-1024",
			"SLH_DSA_SHA2_128F, SLH-DSA-SHA2-128F", "X_WING, X-WING", "ML_DSA_65_ED25519, MLDSA65-Ed25519-SHA512",
			"ML_DSA_87_ECDSA_P384, MLDSA87-ECDSA-P384-SHA512", "ECDSA_P256, EC", "RSA_2048, RSA" })
	void derivesThePairOfAKeyThatBouncyCastleMade(Algorithm algorithm, String name) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(name, SecurityProviders.bouncyCastle());
		if (algorithm == Algorithm.ECDSA_P256) {
			generator.initialize(new ECGenParameterSpec("secp256r1"));
		}
		KeyPair pair = generator.generateKeyPair();
		derives(algorithm, pair.getPrivate().getEncoded(),
				KeyEncodings.rawPublicKey(algorithm, pair.getPublic().getEncoded()).orElseThrow());
	}

	@ParameterizedTest
	@EnumSource(names = { "ML_DSA_65", "ML_KEM_768" })
	void refusesAnExpandedKeyThatIsNotTheSeeds(Algorithm algorithm) throws Exception {
		byte[] both = KeyPairGenerator.getInstance(algorithm.nistName(), SecurityProviders.bouncyCastle())
			.generateKeyPair()
			.getPrivate()
			.getEncoded();
		both[both.length / 2] ^= 1;
		refuses(algorithm, both, "seed and expanded key disagree");
		byte[] expandedOnly = KeyPairGenerator.getInstance(algorithm.nistName())
			.generateKeyPair()
			.getPrivate()
			.getEncoded();
		refuses(algorithm, expandedOnly, "with the seed");
	}

	@ParameterizedTest
	@EnumSource(names = { "AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305", "HMAC_SHA_256", "HMAC_SHA3_256" })
	void takesASymmetricKeyOfTheRightLengthOnly(Algorithm algorithm) {
		int length = algorithm.sizes().privateKey();
		byte[] bytes = bytes(length, 5);
		try (SecretBytes key = SecretBytes.copyOf(bytes);
				RawKeyPair pair = TestEngine.await(this.imports.derive(algorithm, key))) {
			assertThat(pair.publicKey()).isEmpty();
			assertThat(pair.secret().toByteArray(TEST)).isEqualTo(bytes);
		}
		for (int other : new int[] { 0, 1, length - 1, length + 1, 24 }) {
			refuses(algorithm, new byte[other],
					algorithm + " private key: " + other + " bytes (expected: " + length + ")");
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.imports.validatePublicKeyHere(algorithm, new byte[32]))
			.withMessageContaining("has no public key");
	}

	@ParameterizedTest
	@EnumSource(names = { "LMS", "XMSS", "FN_DSA_512", "FN_DSA_1024" })
	void refusesWhatCanNotBeDerived(Algorithm algorithm) {
		assertThat(KeyImports.isImportable(algorithm)).isFalse();
		refuses(algorithm, new byte[64], "can't be imported");
	}

	@ParameterizedTest
	@MethodSource("asymmetric")
	void refusesAKeyOfAnotherAlgorithmOrLength(Algorithm algorithm) throws Exception {
		refuses(algorithm, KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPrivate().getEncoded(), "");
		for (int length : new int[] { 0, 1, 31, 33, 47, 1000 }) {
			refuses(algorithm, bytes(length, length), "");
		}
	}

	@ParameterizedTest
	@MethodSource("asymmetric")
	void neverAnswersAnInconsistentPairForAChangedKey(Algorithm algorithm) {
		Random random = new Random(algorithm.ordinal());
		try (RawKeyPair made = generated(algorithm)) {
			byte[] raw = made.secret().toByteArray(TEST);
			byte[] given = KeyEncodings.hasX509(algorithm) ? KeyEncodings.pkcs8(algorithm, raw) : raw;
			int rounds = switch (algorithm.family()) {
				case SLH_DSA -> 5;
				case RSA -> 30;
				default -> MUTATIONS;
			};
			for (int round = 0; round < rounds; round++) {
				byte[] changed = given.clone();
				changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
				try (SecretBytes key = SecretBytes.takeOver(changed);
						RawKeyPair pair = this.imports.deriveHere(algorithm, key)) {
					// a seed or scalar may be any; RSA and SLH-DSA keys hold too much
					assertThat(algorithm.family()).isNotIn(Family.RSA);
					assertThat(pairHolds(algorithm, pair)).isTrue();
				}
				catch (IllegalArgumentException ex) {
					assertThat(ex).hasMessageStartingWith(algorithm.toString());
				}
			}
		}
	}

	private static boolean pairHolds(Algorithm algorithm, RawKeyPair pair) {
		return algorithm.purposes().contains(Purpose.SIGNING)
				? TestEngine.ENGINE.signatures().isPairHere(algorithm, pair)
				: TestEngine.ENGINE.kems().isPairHere(algorithm, pair);
	}

	@Test
	void refusesAnSlhDsaKeyWithAnotherRoot() {
		byte[] key = KnownKeys.of(Algorithm.SLH_DSA_SHA2_128F).secret().toByteArray(TEST);
		key[63] ^= 1;
		refuses(Algorithm.SLH_DSA_SHA2_128F, key, "inconsistent");
	}

	@Test
	void refusesPkcs8ThatComesWithAnotherPublicKey() throws Exception {
		byte[] seed = bytes(32, 7);
		byte[] publicKey;
		try (SecretBytes key = SecretBytes.copyOf(seed);
				RawKeyPair pair = this.imports.deriveHere(Algorithm.ED25519, key)) {
			publicKey = pair.publicKey();
		}
		PrivateKeyInfo plain = PrivateKeyInfo.getInstance(KeyEncodings.pkcs8(Algorithm.ED25519, seed));
		byte[] own = new PrivateKeyInfo(plain.getPrivateKeyAlgorithm(), plain.parsePrivateKey(), null, publicKey)
			.getEncoded("DER");
		derives(Algorithm.ED25519, own, publicKey);
		byte[] other = KnownKeys.publicKey(Algorithm.ED25519);
		byte[] foreign = new PrivateKeyInfo(plain.getPrivateKeyAlgorithm(), plain.parsePrivateKey(), null, other)
			.getEncoded("DER");
		refuses(Algorithm.ED25519, foreign, "comes with another public key");
	}

	@Test
	void runsOnItsLaneAndClosesNothingOfTheCaller() {
		try (SecretBytes key = KnownKeys.of(Algorithm.RSA_2048).secret();
				RawKeyPair pair = TestEngine.await(this.imports.derive(Algorithm.RSA_2048, key))) {
			assertThat(key.isClosed()).isFalse();
			assertThat(pair.publicKey()).isEqualTo(KnownKeys.publicKey(Algorithm.RSA_2048));
		}
	}

	@Test
	void messagesHoldNoBytesOfTheKey() {
		byte[] key = bytes(57, 3);
		try (SecretBytes secret = SecretBytes.copyOf(key)) {
			for (Algorithm algorithm : asymmetric().toList()) {
				assertThatIllegalArgumentException().isThrownBy(() -> this.imports.deriveHere(algorithm, secret))
					.withNoCause()
					.satisfies((refused) -> assertThat(refused.getMessage())
						.doesNotContain(HexFormat.of().formatHex(key, 0, 4)));
			}
		}
	}

	private void refuses(Algorithm algorithm, byte[] given, String message) {
		try (SecretBytes key = SecretBytes.copyOf(given)) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.imports.deriveHere(algorithm, key).close())
				.withMessageContaining(message)
				.withMessageStartingWith(algorithm.toString());
		}
	}

	private static RawKeyPair generated(Algorithm algorithm) {
		if (algorithm.family() == Family.RSA) {
			return KnownKeys.of(algorithm);
		}
		if (algorithm.purposes().contains(Purpose.SIGNING)) {
			try (SigningKey key = TestEngine.await(TestEngine.ENGINE.signatures().generate(algorithm))) {
				return new RawKeyPair(key.secret().copy(), key.publicKey());
			}
		}
		try (DecapsulationKey key = TestEngine.await(TestEngine.ENGINE.kems().generate(algorithm))) {
			return new RawKeyPair(key.secret().copy(), key.publicKey());
		}
	}

	static byte[] bytes(int length, int seed) {
		byte[] bytes = new byte[length];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

	/** All that can be imported but the SLH-DSA sets that take too long. */
	static Stream<Algorithm> asymmetric() {
		return Arrays.stream(Algorithm.values())
			.filter((algorithm) -> algorithm.family().isAsymmetric() && KeyImports.isImportable(algorithm)
					&& algorithm.availability() != Availability.VERIFY_ONLY)
			.filter((algorithm) -> algorithm.family() != Family.SLH_DSA || algorithm.nistName().endsWith("128f")
					|| algorithm == Algorithm.SLH_DSA_SHA2_192F);
	}

}
