package io.qnsp.crypto.signature;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.jca.KnownKeys;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.generators.SLHDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.SLHDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;

/**
 * The self test of signature implementations. Each signs with a fixed key what Bouncy
 * Castle verifies, verifies what Bouncy Castle signs, and refuses a broken signature.
 * Bouncy Castle itself must derive the right public keys from ML-DSA and SLH-DSA seeds
 * and make the right deterministic ML-DSA-65 signature: seed and public key of NIST's
 * ACVP vectors, a signature that the JDK made too. SLH-DSA's small parameter sets share
 * the code of the fast ones and are too slow to sign at each start. LMS and XMSS verify a
 * stored signature.
 */
final class SignatureKnownAnswers {

	private static final String ML_DSA_SEED = "70cefb9aed5b68e018b079da8284b9d5cad5499ed9c265ff73588005d85c225c";

	private static final String ML_DSA_65_PUBLIC_SHA3 = "3bab48eb1a51111d56433219d7abe12d15a8a3a1e0a190a9d144cf93fa34185c";

	private static final String ML_DSA_65_SIGNATURE_SHA3 = "8a215fa63a2b4ef4282594057319633dc3509c30193c0ac7f93474388141f82b";

	private static final byte[] ML_DSA_MESSAGE = "QNSP ML-DSA-65 known answer".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] MESSAGE = "QNSP known answer".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NO_CONTEXT = {};

	private SignatureKnownAnswers() {
	}

	/**
	 * Tests an implementation on the calling thread, some milliseconds.
	 * @param scheme the implementation
	 * @param random for its signature
	 * @return whether its answers hold
	 */
	static boolean hold(Algorithm algorithm, SignatureScheme scheme, SecureRandom random) {
		SignatureScheme reference = SignatureSchemes.bouncyCastle(algorithm);
		return switch (algorithm.family()) {
			case ML_DSA -> mlDsa(algorithm, scheme, reference, random);
			case SLH_DSA -> slhDsa(algorithm, scheme, random);
			case STATEFUL_HASH ->
				verifies(KnownKeys.publicKey(algorithm), KnownKeys.signature(algorithm).orElseThrow(), scheme);
			default -> agree(algorithm, KnownKeys.of(algorithm), scheme, reference, random);
		};
	}

	private static boolean mlDsa(Algorithm algorithm, SignatureScheme scheme, SignatureScheme reference,
			SecureRandom random) {
		SecretBytes seed = SecretBytes.takeOver(HexFormat.of().parseHex(ML_DSA_SEED));
		byte[] publicKey = new BouncyCastleMlDsa(algorithm).publicKey(seed);
		return (algorithm != Algorithm.ML_DSA_65 || deterministic(seed, publicKey, reference))
				&& agree(algorithm, new RawKeyPair(seed, publicKey), scheme, reference, random);
	}

	private static boolean deterministic(SecretBytes seed, byte[] publicKey, SignatureScheme reference) {
		try (Signer signer = reference.signer(seed)) {
			byte[] signature = signer.sign(ML_DSA_MESSAGE, NO_CONTEXT, new NoRandomness());
			return hashesTo(ML_DSA_65_PUBLIC_SHA3, publicKey) && hashesTo(ML_DSA_65_SIGNATURE_SHA3, signature);
		}
	}

	private static boolean slhDsa(Algorithm algorithm, SignatureScheme scheme, SecureRandom random) {
		Optional<byte[]> stored = KnownKeys.signature(algorithm);
		if (stored.isPresent()) {
			return verifies(KnownKeys.publicKey(algorithm), stored.get(), scheme);
		}
		boolean fast = algorithm.id().endsWith("f");
		boolean signs = algorithm == Algorithm.SLH_DSA_SHA2_128F || algorithm == Algorithm.SLH_DSA_SHAKE_128F;
		return !fast || (derives(algorithm)
				&& (!signs || agree(algorithm, KnownKeys.of(algorithm), scheme, scheme, random)));
	}

	private static boolean derives(Algorithm algorithm) {
		SLHDSAKeyPairGenerator generator = new SLHDSAKeyPairGenerator();
		generator.init(new SLHDSAKeyGenerationParameters(new NoRandomness(), BouncyCastleSlhDsa.parameters(algorithm)));
		int n = algorithm.sizes().privateKey() / 4;
		SLHDSAPrivateKeyParameters key = (SLHDSAPrivateKeyParameters) generator
			.internalGenerateKeyPair(counting(0, n), counting(n, n), counting(2 * n, n))
			.getPrivate();
		return Arrays.equals(key.getEncodedPublicKey(), KnownKeys.publicKey(algorithm));
	}

	private static byte[] counting(int from, int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (from + i);
		}
		return bytes;
	}

	/** Closes the key. */
	private static boolean agree(Algorithm algorithm, RawKeyPair key, SignatureScheme scheme, SignatureScheme reference,
			SecureRandom random) {
		try (key;
				Signer signer = scheme.signer(key.secret());
				Signer referenceSigner = reference.signer(key.secret())) {
			byte[] signature = signer.sign(MESSAGE, NO_CONTEXT, random);
			return SignatureForms.fit(algorithm, key.publicKey(), signature, NO_CONTEXT)
					&& verifies(key.publicKey(), signature, reference)
					&& verifies(key.publicKey(), referenceSigner.sign(MESSAGE, NO_CONTEXT, random), scheme);
		}
	}

	private static boolean verifies(byte[] publicKey, byte[] signature, SignatureScheme scheme) {
		byte[] broken = signature.clone();
		broken[signature.length / 2] ^= 1;
		return scheme.verify(publicKey, MESSAGE, signature, NO_CONTEXT)
				&& !scheme.verify(publicKey, MESSAGE, broken, NO_CONTEXT);
	}

	private static boolean hashesTo(String expected, byte[] value) {
		return HexFormat.of().formatHex(Digests.sha3_256(value)).equals(expected);
	}

	/**
	 * Turns hedged signing into FIPS 204's deterministic variant: rnd is 32 zero bytes.
	 */
	private static final class NoRandomness extends SecureRandom {

		private static final long serialVersionUID = 1L;

		@Override
		public void nextBytes(byte[] bytes) {
			Arrays.fill(bytes, (byte) 0);
		}

	}

}
