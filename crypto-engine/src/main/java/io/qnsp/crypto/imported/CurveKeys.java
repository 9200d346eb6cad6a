package io.qnsp.crypto.imported;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Keys on P-256 and P-384: RFC 5915 or the bare scalar, and points of SEC 1.
 */
final class CurveKeys {

	private CurveKeys() {
	}

	/**
	 * The pair of a private key.
	 * @param raw RFC 5915 DER, or a scalar as long as the field
	 * @throws IllegalArgumentException for a scalar out of range, another curve, or a
	 * public key inside that is another
	 */
	static RawKeyPair pair(Algorithm algorithm, byte[] raw) {
		X9ECParameters curve = CustomNamedCurves.getByOID(curve(algorithm));
		int length = (curve.getCurve().getFieldSize() + Byte.SIZE - 1) / Byte.SIZE;
		if (raw.length == length) {
			return pair(algorithm, curve, new BigInteger(1, raw));
		}
		Stated key = parsed(algorithm, raw, length);
		RawKeyPair pair = pair(algorithm, curve, key.scalar());
		if (key.point().isPresent() && !Arrays.equals(uncompressed(algorithm, key.point().get()), pair.publicKey())) {
			pair.close();
			throw new IllegalArgumentException(
					algorithm + " private key: comes with another public key (expected: its own)");
		}
		return pair;
	}

	private static RawKeyPair pair(Algorithm algorithm, X9ECParameters curve, BigInteger scalar) {
		if (scalar.signum() <= 0 || scalar.compareTo(curve.getN()) >= 0) {
			throw new IllegalArgumentException(
					algorithm + " private key: scalar out of range (expected: 1 to the order of the curve less 1)");
		}
		byte[] publicKey = new FixedPointCombMultiplier().multiply(curve.getG(), scalar).getEncoded(false);
		return new RawKeyPair(SecretBytes.takeOver(encoded(curve, scalar)), publicKey);
	}

	private static byte[] encoded(X9ECParameters curve, BigInteger scalar) {
		try {
			return new ECPrivateKey(curve.getN().bitLength(), scalar).getEncoded("DER");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stated parsed(Algorithm algorithm, byte[] raw, int length) {
		Stated key;
		try {
			key = Stated.of(ECPrivateKey.getInstance(raw));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// without the cause, which may show what it read
			throw new IllegalArgumentException(algorithm + " private key: malformed, " + raw.length
					+ " bytes (expected: PKCS#8, RFC 5915, or a scalar of " + length + " bytes)");
		}
		if (key.curve().isPresent() && !key.curve().get().equals(curve(algorithm))) {
			throw new IllegalArgumentException(
					algorithm + " private key: of another curve (expected: " + curve(algorithm) + ")");
		}
		return key;
	}

	/**
	 * A point, uncompressed.
	 * @throws IllegalArgumentException for what is not a point of the curve
	 */
	static byte[] uncompressed(Algorithm algorithm, byte[] point) {
		if (point.length > 0 && (point[0] == 2 || point[0] == 3 || point[0] == 4)) {
			try {
				ECPoint decoded = CustomNamedCurves.getByOID(curve(algorithm)).getCurve().decodePoint(point);
				if (decoded.isValid() && !decoded.isInfinity()) {
					return decoded.getEncoded(false);
				}
			}
			catch (IllegalArgumentException ex) {
				throw notAPoint(algorithm);
			}
		}
		throw notAPoint(algorithm);
	}

	private static IllegalArgumentException notAPoint(Algorithm algorithm) {
		return new IllegalArgumentException(algorithm
				+ " public key: not a point of the curve (expected: SEC 1, section 2.3.3, compressed or uncompressed)");
	}

	private static ASN1ObjectIdentifier curve(Algorithm algorithm) {
		return switch (algorithm) {
			case ECDSA_P256, ECDH_P256 -> SECObjectIdentifiers.secp256r1;
			case ECDSA_P384, ECDH_P384, ML_DSA_87_ECDSA_P384 -> SECObjectIdentifiers.secp384r1;
			default -> throw new IllegalArgumentException(algorithm + " (expected: an algorithm on a NIST curve)");
		};
	}

	/**
	 * What an RFC 5915 structure says; the library looks at each part only when asked.
	 */
	private record Stated(BigInteger scalar, Optional<byte[]> point, Optional<ASN1Object> curve) {

		static Stated of(ECPrivateKey key) {
			return new Stated(key.getKey(), Optional.ofNullable(key.getPublicKey()).map(ASN1BitString::getOctets),
					Optional.ofNullable(key.getParametersObject()));
		}

	}

}
