package io.qnsp.crypto.imported;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.crypto.params.RSAKeyParameters;

/**
 * RSA keys in PKCS#1 (RFC 8017, appendix A.1), with the checks of SP 800-56B, section
 * 6.4: the modulus has exactly the algorithm's size, the public exponent is odd and from
 * 65537 to 2^256.
 */
final class RsaKeys {

	private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(65537);

	private static final int LARGEST_EXPONENT_BITS = 256;

	/** Chance of a composite below 2^-112 (FIPS 186-5, table B.1). */
	private static final int CERTAINTY = 112;

	/** Nearer primes can be found by Fermat's method (FIPS 186-5, appendix A.1.1). */
	private static final int NEAREST_PRIMES = 100;

	private RsaKeys() {
	}

	/**
	 * The pair of a private key.
	 * @param pkcs1 DER, of two primes
	 * @throws IllegalArgumentException if any of its values does not fit the others
	 */
	static RawKeyPair pair(Algorithm algorithm, byte[] pkcs1) {
		RSAPrivateKey key = parsed(algorithm, pkcs1);
		RSAPublicKey publicKey = new RSAPublicKey(key.getModulus(), key.getPublicExponent());
		requirePublic(algorithm, publicKey);
		requirePrimes(algorithm, key);
		requireExponents(algorithm, key);
		return new RawKeyPair(SecretBytes.takeOver(der(key)), der(publicKey));
	}

	private static RSAPrivateKey parsed(Algorithm algorithm, byte[] pkcs1) {
		RSAPrivateKey key;
		try {
			key = RSAPrivateKey.getInstance(pkcs1);
		}
		catch (IllegalArgumentException | IllegalStateException | ArithmeticException ex) {
			// without the cause, which may show what it read
			throw new IllegalArgumentException(
					algorithm + " private key: malformed, " + pkcs1.length + " bytes (expected: PKCS#8 or PKCS#1 DER)");
		}
		require(algorithm, "version", key.getVersion().signum() == 0, "0, which is two primes");
		return key;
	}

	private static void requirePrimes(Algorithm algorithm, RSAPrivateKey key) {
		BigInteger p = key.getPrime1();
		BigInteger q = key.getPrime2();
		int half = bits(algorithm) / 2;
		require(algorithm, "primes", p.signum() > 0 && q.signum() > 0 && p.bitLength() == half && q.bitLength() == half,
				half + " bits each");
		require(algorithm, "primes", p.multiply(q).equals(key.getModulus()), "factors of the modulus");
		require(algorithm, "primes", p.subtract(q).abs().bitLength() > half - NEAREST_PRIMES, "far apart");
		require(algorithm, "primes", p.isProbablePrime(CERTAINTY) && q.isProbablePrime(CERTAINTY), "prime");
	}

	private static void requireExponents(Algorithm algorithm, RSAPrivateKey key) {
		BigInteger p = key.getPrime1();
		BigInteger pLess = p.subtract(BigInteger.ONE);
		BigInteger qLess = key.getPrime2().subtract(BigInteger.ONE);
		BigInteger d = key.getPrivateExponent();
		BigInteger order = pLess.divide(pLess.gcd(qLess)).multiply(qLess);
		require(algorithm, "private exponent",
				d.signum() > 0 && d.compareTo(key.getModulus()) < 0
						&& d.multiply(key.getPublicExponent()).mod(order).equals(BigInteger.ONE),
				"the inverse of the public one");
		require(algorithm, "CRT values",
				key.getExponent1().equals(d.mod(pLess)) && key.getExponent2().equals(d.mod(qLess))
						&& key.getCoefficient().signum() > 0 && key.getCoefficient().compareTo(p) < 0
						&& key.getCoefficient().multiply(key.getPrime2()).mod(p).equals(BigInteger.ONE),
				"those of exponent and primes");
	}

	/**
	 * A public key in DER.
	 * @throws IllegalArgumentException for one of another size or with a bad exponent or
	 * modulus
	 */
	static byte[] normalizedPublic(Algorithm algorithm, byte[] pkcs1) {
		RSAPublicKey key;
		try {
			key = RSAPublicKey.getInstance(pkcs1);
		}
		catch (IllegalArgumentException | IllegalStateException | ArithmeticException ex) {
			throw new IllegalArgumentException(algorithm + " public key: malformed, " + pkcs1.length
					+ " bytes (expected: SubjectPublicKeyInfo or PKCS#1 DER)");
		}
		requirePublic(algorithm, key);
		return der(key);
	}

	private static void requirePublic(Algorithm algorithm, RSAPublicKey key) {
		BigInteger n = key.getModulus();
		BigInteger e = key.getPublicExponent();
		if (n.signum() <= 0 || n.bitLength() != bits(algorithm)) {
			throw new IllegalArgumentException(
					algorithm + " key: modulus of " + n.bitLength() + " bits (expected: " + bits(algorithm) + ")");
		}
		if (e.compareTo(SMALLEST_EXPONENT) < 0 || !e.testBit(0) || e.bitLength() > LARGEST_EXPONENT_BITS) {
			throw new IllegalArgumentException(algorithm + " key: public exponent "
					+ ((e.bitLength() < Integer.SIZE) ? e : "of " + e.bitLength() + " bits")
					+ " (expected: odd, 65537 to 2^256)");
		}
		try {
			// refuses a modulus that is even, prime or has small factors
			new RSAKeyParameters(false, n, e);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					algorithm + " key: modulus is prime or has small factors (expected: two large primes)");
		}
	}

	private static int bits(Algorithm algorithm) {
		return Byte.SIZE * algorithm.sizes().output();
	}

	private static void require(Algorithm algorithm, String what, boolean holds, String expected) {
		if (!holds) {
			throw new IllegalArgumentException(
					algorithm + " private key: " + what + " wrong (expected: " + expected + ")");
		}
	}

	private static byte[] der(ASN1Object key) {
		try {
			return key.getEncoded("DER");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
