package io.qnsp.crypto.signature;

import java.io.IOException;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.catalogue.Sizes;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * Refuses what can't be a signature before a library sees it.
 */
final class SignatureForms {

	private SignatureForms() {
	}

	static boolean fit(Algorithm algorithm, byte[] publicKey, byte[] signature, byte[] context) {
		Sizes sizes = algorithm.sizes();
		boolean key = sizes.publicKey() == 0 || publicKey.length == sizes.publicKey();
		boolean contextual = context.length == 0
				|| (SignatureSchemes.takesContext(algorithm) && context.length <= Signatures.LONGEST_CONTEXT);
		boolean length = isFixed(algorithm) ? signature.length == sizes.output()
				: signature.length > 0 && signature.length <= sizes.output();
		return key && contextual && length && (algorithm.family() != Family.ECDSA || isDer(signature));
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

	// ECDSA signatures are DER, and Falcon's are compressed.
	private static boolean isFixed(Algorithm algorithm) {
		return switch (algorithm) {
			case ECDSA_P256, ECDSA_P384, ML_DSA_87_ECDSA_P384, FN_DSA_512, FN_DSA_1024 -> false;
			default -> true;
		};
	}

}
