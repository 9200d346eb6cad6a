package io.qnsp.crypto.kem;

import java.security.SecureRandom;
import java.util.HexFormat;

import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.jca.KnownKeys;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * The self test of KEM implementations. ML-KEM keys come from seeds of NIST's ACVP
 * vectors and must have their public keys; each implementation recovers what Bouncy
 * Castle encapsulates, and the other way round. X25519 recovers the secret of RFC 9180,
 * appendix A.1.1. All recover what they encapsulate, and not from a changed ciphertext.
 */
final class KemKnownAnswers {

	private static final String DHKEM_X25519 = "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8";

	private static final String DHKEM_X25519_ENCAPSULATED = "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431";

	private static final String DHKEM_X25519_SECRET = "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc";

	private KemKnownAnswers() {
	}

	/**
	 * Tests an implementation on the calling thread, some milliseconds.
	 * @param scheme the implementation
	 * @param randoms for its key and encapsulation
	 * @return whether its answers hold
	 */
	static boolean hold(Algorithm algorithm, KemScheme scheme, Randoms randoms) {
		return switch (algorithm) {
			case ML_KEM_512 -> mlKem(algorithm, scheme,
					"2cb843a02ef02ee109305f39119fabf49ab90a57ffecb3a0e75e179450f52761"
							+ "84cc9121ae56fbf39e67adbd83ad2d3e3bb80843645206bdd9f2f629e3cc49b7",
					"620130d6c2b8c904a3bb9307be5103f8d814505fb6a60af7937ea6caa117315e", randoms);
			case ML_KEM_768 -> mlKem(algorithm, scheme,
					"e34a701c4c87582f42264ee422d3c684d97611f2523efe0c998af05056d693dc"
							+ "a85768f3486bd32a01bf9a8f21ea938e648eae4e5448c34c3eb88820b159eedd",
					"e29020839d052fa372585627f8b59ee312ae414c979d825f06a6929a79625718", randoms);
			case ML_KEM_1024 -> mlKem(algorithm, scheme,
					"49ac8b99bb1e6a8ea818261f8be68bdeaa52897e7ec6c40b530bc760ab77dce3"
							+ "99e3246884181f8e1dd44e0c7629093330221fd67d9b7d6e1510b2dbad8762f7",
					"d2e574dfd8cd0ae893aa7e125b44b924f45223ec09f2ad1141ea93a68050dbf6", randoms);
			case X25519 -> recovers(scheme, DHKEM_X25519, DHKEM_X25519_ENCAPSULATED, DHKEM_X25519_SECRET)
					&& agrees(KemKeys.generate(algorithm, randoms), scheme, scheme, randoms.asSecureRandom());
			case RSA_2048, RSA_3072, RSA_4096 ->
				agrees(KnownKeys.of(algorithm), scheme, scheme, randoms.asSecureRandom());
			default -> agrees(KemKeys.generate(algorithm, randoms), scheme, scheme, randoms.asSecureRandom());
		};
	}

	private static boolean mlKem(Algorithm algorithm, KemScheme scheme, String seed, String publicKeySha3,
			Randoms randoms) {
		KemScheme reference = new BouncyCastleMlKem(algorithm);
		RawKeyPair key = KemKeys.ofSeed(algorithm, secret(seed));
		return HexFormat.of().formatHex(Digests.sha3_256(key.publicKey())).equals(publicKeySha3)
				&& agrees(key, scheme, reference, randoms.asSecureRandom())
				&& agrees(KemKeys.ofSeed(algorithm, secret(seed)), reference, scheme, randoms.asSecureRandom());
	}

	private static boolean recovers(KemScheme scheme, String key, String encapsulated, String secret) {
		try (SecretBytes raw = secret(key);
				Decapsulator decapsulator = scheme.decapsulator(raw);
				SecretBytes recovered = decapsulator.decapsulate(HexFormat.of().parseHex(encapsulated));
				SecretBytes expected = secret(secret)) {
			return recovered.equals(expected);
		}
	}

	/** Closes the key. */
	private static boolean agrees(RawKeyPair key, KemScheme encapsulates, KemScheme decapsulates, SecureRandom random) {
		try (key;
				Decapsulator decapsulator = decapsulates.decapsulator(key.secret());
				Encapsulation made = encapsulates.encapsulate(key.publicKey(), random);
				SecretBytes recovered = decapsulator.decapsulate(made.encapsulated())) {
			byte[] changed = made.encapsulated().clone();
			changed[changed.length / 2] ^= 1;
			return recovered.equals(made.secret()) && !same(decapsulator, changed, recovered);
		}
	}

	private static boolean same(Decapsulator decapsulator, byte[] changed, SecretBytes secret) {
		try (SecretBytes other = decapsulator.decapsulate(changed)) {
			return other.equals(secret);
		}
		catch (DecryptionException ex) {
			return false;
		}
	}

	private static SecretBytes secret(String hex) {
		return SecretBytes.takeOver(HexFormat.of().parseHex(hex));
	}

}
