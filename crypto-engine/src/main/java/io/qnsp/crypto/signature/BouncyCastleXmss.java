package io.qnsp.crypto.signature;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.params.XMSSMTParameters;
import org.bouncycastle.crypto.params.XMSSMTPublicKeyParameters;
import org.bouncycastle.crypto.params.XMSSParameters;
import org.bouncycastle.crypto.params.XMSSPublicKeyParameters;
import org.bouncycastle.crypto.signers.XMSSMTSigner;
import org.bouncycastle.crypto.signers.XMSSSigner;
import org.jspecify.annotations.Nullable;

/**
 * XMSS and XMSS^MT (RFC 8391, SP 800-208) through Bouncy Castle: verification only.
 * Public keys are the RFC's: parameter set, root, seed. The RFC numbers the sets of both
 * variants from 1, so that a key alone does not say which it is of; the length of a
 * signature does, for no number do both have the same.
 */
final class BouncyCastleXmss implements SignatureScheme {

	private static final int SET_BYTES = 4;

	private static final int INDEX_BYTES = 4;

	@Override
	public Signer signer(SecretBytes secret) {
		throw StatefulKeys.neverSign(Algorithm.XMSS);
	}

	@Override
	public Verifier verifier(byte[] publicKey) {
		if (publicKey.length < SET_BYTES) {
			throw refused(publicKey);
		}
		byte[] key = publicKey.clone();
		int set = ByteBuffer.wrap(key).getInt();
		XMSSParameters single = fitting(XMSSParameters.lookupByOID(set), key);
		XMSSMTParameters multi = fitting(XMSSMTParameters.lookupByOID(set), key);
		if (single == null && multi == null) {
			throw refused(key);
		}
		return (message, signature, context) -> {
			if (single != null && signature.length == length(single)) {
				return verifies(single, key, message, signature);
			}
			return multi != null && signature.length == length(multi) && verifies(multi, key, message, signature);
		};
	}

	private static boolean verifies(XMSSParameters parameters, byte[] key, byte[] message, byte[] signature) {
		int n = parameters.getTreeDigestSize();
		if (ByteBuffer.wrap(signature).getInt() >>> parameters.getHeight() != 0) {
			return false;
		}
		XMSSSigner signer = new XMSSSigner();
		signer.init(false,
				new XMSSPublicKeyParameters.Builder(parameters).withRoot(root(key, n))
					.withPublicSeed(seed(key, n))
					.build());
		signer.update(message, 0, message.length);
		return signer.verifySignature(signature);
	}

	private static boolean verifies(XMSSMTParameters parameters, byte[] key, byte[] message, byte[] signature) {
		int n = parameters.getTreeDigestSize();
		int unused = Byte.SIZE * indexBytes(parameters) - parameters.getHeight();
		if ((signature[0] & 0xff) >>> (Byte.SIZE - unused) != 0) {
			return false;
		}
		XMSSMTSigner signer = new XMSSMTSigner();
		signer.init(false,
				new XMSSMTPublicKeyParameters.Builder(parameters).withRoot(root(key, n))
					.withPublicSeed(seed(key, n))
					.build());
		signer.update(message, 0, message.length);
		return signer.verifySignature(signature);
	}

	/** RFC 8391, section 4.1.8. */
	static int length(XMSSParameters parameters) {
		int n = parameters.getTreeDigestSize();
		return INDEX_BYTES + n + (parameters.getLen() + parameters.getHeight()) * n;
	}

	/** RFC 8391, section 4.2.3. */
	static int length(XMSSMTParameters parameters) {
		int n = parameters.getTreeDigestSize();
		return indexBytes(parameters) + n + (parameters.getLayers() * parameters.getLen() + parameters.getHeight()) * n;
	}

	private static int indexBytes(XMSSMTParameters parameters) {
		return Math.ceilDiv(parameters.getHeight(), Byte.SIZE);
	}

	private static @Nullable XMSSParameters fitting(@Nullable XMSSParameters parameters, byte[] key) {
		return (parameters != null && key.length == SET_BYTES + 2 * parameters.getTreeDigestSize()) ? parameters : null;
	}

	private static @Nullable XMSSMTParameters fitting(@Nullable XMSSMTParameters parameters, byte[] key) {
		return (parameters != null && key.length == SET_BYTES + 2 * parameters.getTreeDigestSize()) ? parameters : null;
	}

	private static byte[] root(byte[] key, int n) {
		return Arrays.copyOfRange(key, SET_BYTES, SET_BYTES + n);
	}

	private static byte[] seed(byte[] key, int n) {
		return Arrays.copyOfRange(key, SET_BYTES + n, SET_BYTES + 2 * n);
	}

	private static IllegalArgumentException refused(byte[] key) {
		return new IllegalArgumentException("XMSS public key: " + key.length
				+ " bytes (expected: parameter set, root and seed of RFC 8391, appendix B.3 and C.3)");
	}

	@Override
	public boolean takesContext() {
		return false;
	}

}
