package io.qnsp.crypto.signature;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.SLHDSAParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.SLHDSASigner;

/**
 * SLH-DSA (FIPS 205) through Bouncy Castle. Secret keys are the standard's: seed, PRF key
 * and public key, 4n bytes.
 */
final class BouncyCastleSlhDsa implements SignatureScheme {

	private static final SecretAccess SIGNING = SecretAccess.because("SLH-DSA private key for the library");

	private final Algorithm algorithm;

	private final SLHDSAParameters parameters;

	BouncyCastleSlhDsa(Algorithm algorithm) {
		this.algorithm = algorithm;
		this.parameters = parameters(algorithm);
	}

	static SLHDSAParameters parameters(Algorithm algorithm) {
		return switch (algorithm) {
			case SLH_DSA_SHA2_128S -> SLHDSAParameters.sha2_128s;
			case SLH_DSA_SHA2_128F -> SLHDSAParameters.sha2_128f;
			case SLH_DSA_SHA2_192S -> SLHDSAParameters.sha2_192s;
			case SLH_DSA_SHA2_192F -> SLHDSAParameters.sha2_192f;
			case SLH_DSA_SHA2_256S -> SLHDSAParameters.sha2_256s;
			case SLH_DSA_SHA2_256F -> SLHDSAParameters.sha2_256f;
			case SLH_DSA_SHAKE_128S -> SLHDSAParameters.shake_128s;
			case SLH_DSA_SHAKE_128F -> SLHDSAParameters.shake_128f;
			case SLH_DSA_SHAKE_192S -> SLHDSAParameters.shake_192s;
			case SLH_DSA_SHAKE_192F -> SLHDSAParameters.shake_192f;
			case SLH_DSA_SHAKE_256S -> SLHDSAParameters.shake_256s;
			case SLH_DSA_SHAKE_256F -> SLHDSAParameters.shake_256f;
			default -> throw new IllegalArgumentException(algorithm + " (expected: SLH-DSA)");
		};
	}

	@Override
	public Signer signer(SecretBytes secret) {
		SLHDSAPrivateKeyParameters key = secret.read(SIGNING,
				(bytes) -> new SLHDSAPrivateKeyParameters(this.parameters, bytes));
		return new GuardedSigner(this.algorithm, key::destroy, (message, context, random) -> {
			SLHDSASigner signer = new SLHDSASigner();
			signer.init(true, new ParametersWithContext(new ParametersWithRandom(key, random), context));
			return signer.generateSignature(message);
		});
	}

	@Override
	public Verifier verifier(byte[] publicKey) {
		SLHDSAPublicKeyParameters key = new SLHDSAPublicKeyParameters(this.parameters, publicKey);
		return (message, signature, context) -> {
			SLHDSASigner signer = new SLHDSASigner();
			signer.init(false, new ParametersWithContext(key, context));
			return signer.verifySignature(message, signature);
		};
	}

	@Override
	public boolean takesContext() {
		return true;
	}

}
