package io.qnsp.crypto.signature;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * ML-DSA-65 from a fixed seed, for the self test at start-up. The seed and the hash of
 * its public key are the first ML-DSA-65 case of NIST's ACVP key generation vectors (FIPS
 * 204); the hash of the deterministic signature was made by the JDK's implementation.
 */
public final class SignatureKnownAnswers {

	private static final String SEED = "70cefb9aed5b68e018b079da8284b9d5cad5499ed9c265ff73588005d85c225c";

	private static final String PUBLIC_KEY_SHA3 = "3bab48eb1a51111d56433219d7abe12d15a8a3a1e0a190a9d144cf93fa34185c";

	private static final String SIGNATURE_SHA3 = "8a215fa63a2b4ef4282594057319633dc3509c30193c0ac7f93474388141f82b";

	private static final byte[] MESSAGE = "QNSP ML-DSA-65 known answer".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NO_CONTEXT = {};

	private SignatureKnownAnswers() {
	}

	/**
	 * Computes them on the calling thread, a few milliseconds.
	 * @return true if key generation, signing and verification, also of a broken
	 * signature, answer as they must
	 */
	public static boolean hold() {
		SignatureAlgorithm algorithm = SignatureAlgorithm.ML_DSA_65;
		try (SecretBytes seed = SecretBytes.takeOver(HexFormat.of().parseHex(SEED));
				SigningKey key = MlDsa.expand(algorithm, seed)) {
			byte[] publicKey = key.publicKey();
			byte[] signature = MlDsa.sign(key, MESSAGE, NO_CONTEXT, new NoRandomness());
			byte[] broken = signature.clone();
			broken[0] ^= 1;
			return hashesTo(PUBLIC_KEY_SHA3, publicKey) && hashesTo(SIGNATURE_SHA3, signature)
					&& MlDsa.verify(algorithm, publicKey, MESSAGE, signature, NO_CONTEXT)
					&& !MlDsa.verify(algorithm, publicKey, MESSAGE, broken, NO_CONTEXT);
		}
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
