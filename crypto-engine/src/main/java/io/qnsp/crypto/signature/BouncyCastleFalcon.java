package io.qnsp.crypto.signature;

import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.pqc.crypto.falcon.FalconParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconPublicKeyParameters;
import org.bouncycastle.pqc.crypto.falcon.FalconSigner;

/**
 * Falcon, round 3, through Bouncy Castle: what FN-DSA is made from. Public keys have
 * Falcon's header byte; secret keys are f, g and F without one.
 */
final class BouncyCastleFalcon implements SignatureScheme {

	private static final SecretAccess SIGNING = SecretAccess.because("Falcon private key for the library");

	private static final byte[] NOT_NEEDED_TO_SIGN = {};

	private final Algorithm algorithm;

	private final FalconParameters parameters;

	/** Length of f and of g. */
	private final int small;

	BouncyCastleFalcon(Algorithm algorithm) {
		this.algorithm = algorithm;
		this.parameters = parameters(algorithm);
		this.small = (algorithm == Algorithm.FN_DSA_512) ? 384 : 640;
	}

	static FalconParameters parameters(Algorithm algorithm) {
		return switch (algorithm) {
			case FN_DSA_512 -> FalconParameters.falcon_512;
			case FN_DSA_1024 -> FalconParameters.falcon_1024;
			default -> throw new IllegalArgumentException(algorithm + " (expected: FN-DSA)");
		};
	}

	/** The first byte of a public key: the logarithm of the degree. */
	static byte header(Algorithm algorithm) {
		return (byte) parameters(algorithm).getLogN();
	}

	@Override
	public Signer signer(SecretBytes secret) {
		byte[] f = part(secret, 0, this.small);
		byte[] g = part(secret, this.small, 2 * this.small);
		byte[] bigF = part(secret, 2 * this.small, secret.length());
		FalconPrivateKeyParameters key = new FalconPrivateKeyParameters(this.parameters, f, g, bigF,
				NOT_NEEDED_TO_SIGN);
		return new GuardedSigner(this.algorithm, () -> wipe(f, g, bigF), (message, context, random) -> {
			FalconSigner signer = new FalconSigner();
			signer.init(true, new ParametersWithRandom(key, random));
			return signer.generateSignature(message);
		});
	}

	private static byte[] part(SecretBytes secret, int from, int to) {
		return secret.read(SIGNING, (bytes) -> Arrays.copyOfRange(bytes, from, to));
	}

	// The library clones what it is given and offers no way to wipe it.
	private static void wipe(byte[]... parts) {
		for (byte[] part : parts) {
			Arrays.fill(part, (byte) 0);
		}
	}

	@Override
	public Verifier verifier(byte[] publicKey) {
		if (publicKey[0] != header(this.algorithm)) {
			throw new IllegalArgumentException(this.algorithm + " public key: first byte " + publicKey[0]
					+ " (expected: " + header(this.algorithm) + ")");
		}
		FalconPublicKeyParameters key = new FalconPublicKeyParameters(this.parameters,
				Arrays.copyOfRange(publicKey, 1, publicKey.length));
		return (message, signature, context) -> {
			FalconSigner signer = new FalconSigner();
			signer.init(false, key);
			return signer.verifySignature(message, signature);
		};
	}

	@Override
	public boolean takesContext() {
		return false;
	}

}
