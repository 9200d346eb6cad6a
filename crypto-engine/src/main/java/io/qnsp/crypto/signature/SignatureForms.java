package io.qnsp.crypto.signature;

import java.io.IOException;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * Refuses what can't be a signature before a library sees it.
 */
final class SignatureForms {

	/** XMSSMT-SHA2_60/12_512 makes the longest, 104,520 bytes. */
	private static final int LONGEST_OF_STATEFUL_KEYS = 128 * 1024;

	private SignatureForms() {
	}

	static boolean fit(Algorithm algorithm, byte[] publicKey, byte[] signature, byte[] context) {
		return keyFits(algorithm, publicKey) && fit(algorithm, signature, context);
	}

	static boolean keyFits(Algorithm algorithm, byte[] publicKey) {
		int expected = algorithm.sizes().publicKey();
		return (expected == 0) ? publicKey.length > 0 : publicKey.length == expected;
	}

	static boolean fit(Algorithm algorithm, byte[] signature, byte[] context) {
		boolean contextual = context.length == 0
				|| (SignatureSchemes.takesContext(algorithm) && context.length <= Signatures.LONGEST_CONTEXT);
		int longest = (algorithm.family() == Family.STATEFUL_HASH) ? LONGEST_OF_STATEFUL_KEYS
				: algorithm.sizes().output();
		boolean length = isFixed(algorithm) ? signature.length == longest
				: signature.length > 0 && signature.length <= longest;
		return contextual && length && (algorithm.family() != Family.ECDSA || isDer(signature));
	}

	// The JDK reads encodings that DER does not allow: one signature, one spelling.
	private static boolean isDer(byte[] signature) {
		try {
			return ASN1Primitive.fromByteArray(signature) instanceof ASN1Sequence numbers && numbers.size() == 2
					&& isPositive(numbers.getObjectAt(0)) && isPositive(numbers.getObjectAt(1))
					&& Arrays.equals(numbers.getEncoded(ASN1Encoding.DER), signature);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean isPositive(ASN1Encodable number) {
		return number instanceof ASN1Integer integer && integer.getValue().signum() > 0;
	}

	// ECDSA signatures are DER, Falcon's are compressed, and those of stateful keys
	// depend
	// on the key.
	private static boolean isFixed(Algorithm algorithm) {
		return switch (algorithm) {
			case ECDSA_P256, ECDSA_P384, ML_DSA_87_ECDSA_P384, FN_DSA_512, FN_DSA_1024, LMS, XMSS -> false;
			default -> true;
		};
	}

}
