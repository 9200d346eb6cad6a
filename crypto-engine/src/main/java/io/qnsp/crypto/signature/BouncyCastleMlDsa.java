package io.qnsp.crypto.signature;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * ML-DSA (FIPS 204) through Bouncy Castle. Secret keys are seeds (xi).
 */
final class BouncyCastleMlDsa implements SignatureScheme {

	private static final SecretAccess EXPANSION = SecretAccess.because("ML-DSA key expansion from the seed");

	private final Algorithm algorithm;

	private final MLDSAParameters parameters;

	BouncyCastleMlDsa(Algorithm algorithm) {
		this.algorithm = algorithm;
		this.parameters = switch (algorithm) {
			case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
			case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
			case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
			default -> throw new IllegalArgumentException(algorithm + " (expected: ML-DSA)");
		};
	}

	@Override
	public Signer signer(SecretBytes secret) {
		MLDSAPrivateKeyParameters expanded = expand(secret);
		return new GuardedSigner(this.algorithm, expanded::destroy, (message, context, random) -> {
			MLDSASigner signer = new MLDSASigner();
			signer.init(true, new ParametersWithContext(new ParametersWithRandom(expanded, random), context));
			signer.update(message, 0, message.length);
			return signer.generateSignature();
		});
	}

	/** The public key of a seed. */
	byte[] publicKey(SecretBytes secret) {
		MLDSAPrivateKeyParameters expanded = expand(secret);
		byte[] publicKey = expanded.getPublicKey();
		expanded.destroy();
		return publicKey;
	}

	/** The expanded key as other providers read it; the caller wipes it. */
	byte[] expandedKey(SecretBytes secret) {
		MLDSAPrivateKeyParameters expanded = expand(secret);
		byte[] encoded = expanded.getEncoded();
		expanded.destroy();
		return encoded;
	}

	private MLDSAPrivateKeyParameters expand(SecretBytes secret) {
		// the library keeps the array it is given and overwrites it when the key is
		// destroyed
		byte[] libraryOwned = secret.toByteArray(EXPANSION);
		return new MLDSAPrivateKeyParameters(this.parameters, libraryOwned);
	}

	@Override
	public Verifier verifier(byte[] publicKey) {
		MLDSAPublicKeyParameters key = new MLDSAPublicKeyParameters(this.parameters, publicKey);
		return (message, signature, context) -> {
			MLDSASigner signer = new MLDSASigner();
			signer.init(false, new ParametersWithContext(key, context));
			signer.update(message, 0, message.length);
			return signer.verifySignature(signature);
		};
	}

	@Override
	public boolean takesContext() {
		return true;
	}

}
