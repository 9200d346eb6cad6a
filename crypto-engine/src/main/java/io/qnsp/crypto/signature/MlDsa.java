package io.qnsp.crypto.signature;

import java.security.SecureRandom;

import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * ML-DSA through Bouncy Castle, on the calling thread.
 */
final class MlDsa {

	static final int LONGEST_CONTEXT = 255;

	private static final SecretAccess EXPANSION = SecretAccess.because("ML-DSA key expansion from the seed");

	private MlDsa() {
	}

	/** Takes a copy of the seed. */
	static SigningKey expand(SignatureAlgorithm algorithm, SecretBytes seed) {
		if (seed.length() != algorithm.seedBytes()) {
			throw new IllegalArgumentException(
					algorithm + " seed: " + seed.length() + " bytes (expected: " + algorithm.seedBytes() + ")");
		}
		// the library keeps the array it is given and overwrites it when the key is
		// destroyed
		byte[] libraryOwned = seed.toByteArray(EXPANSION);
		return new SigningKey(algorithm, seed.copy(),
				new MLDSAPrivateKeyParameters(algorithm.parameters(), libraryOwned));
	}

	static byte[] sign(SigningKey key, byte[] message, byte[] context, SecureRandom random) {
		return key.use((expanded) -> {
			MLDSASigner signer = new MLDSASigner();
			signer.init(true, withContext(new ParametersWithRandom(expanded, random), context));
			signer.update(message, 0, message.length);
			try {
				return signer.generateSignature();
			}
			catch (CryptoException ex) {
				throw new IllegalStateException(key.algorithm() + ": signing failed", ex);
			}
		});
	}

	static boolean verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] message, byte[] signature,
			byte[] context) {
		if (publicKey.length != algorithm.publicKeyBytes() || signature.length != algorithm.signatureBytes()
				|| context.length > LONGEST_CONTEXT) {
			return false;
		}
		MLDSASigner signer = new MLDSASigner();
		signer.init(false, withContext(new MLDSAPublicKeyParameters(algorithm.parameters(), publicKey), context));
		signer.update(message, 0, message.length);
		return signer.verifySignature(signature);
	}

	private static CipherParameters withContext(CipherParameters parameters, byte[] context) {
		return (context.length == 0) ? parameters : new ParametersWithContext(parameters, context);
	}

}
