package io.qnsp.crypto.signature;

import java.io.IOException;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.params.HSSPublicKeyParameters;
import org.bouncycastle.crypto.signers.HSSSigner;

/**
 * HSS over LMS (RFC 8554, SP 800-208) through Bouncy Castle: verification only. Public
 * keys are the HSS form, the number of levels first; a single LMS tree has one level.
 */
final class BouncyCastleHss implements SignatureScheme {

	@Override
	public Signer signer(SecretBytes secret) {
		throw StatefulKeys.neverSign(Algorithm.LMS);
	}

	@Override
	public Verifier verifier(byte[] publicKey) {
		HSSPublicKeyParameters key = decoded(publicKey);
		return (message, signature, context) -> {
			HSSSigner signer = new HSSSigner();
			signer.init(false, key);
			try {
				return signer.verifySignature(message, signature);
			}
			catch (IllegalArgumentException ex) {
				// how the library refuses a signature of other parameters than the key's
				return false;
			}
		};
	}

	private static HSSPublicKeyParameters decoded(byte[] publicKey) {
		try {
			return HSSPublicKeyParameters.getInstance(publicKey);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("LMS public key: not an HSS public key (RFC 8554, section 6.1)", ex);
		}
	}

	@Override
	public boolean takesContext() {
		return false;
	}

}
