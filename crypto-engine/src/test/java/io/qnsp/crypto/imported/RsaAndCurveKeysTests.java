package io.qnsp.crypto.imported;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.jca.KnownKeys;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RsaAndCurveKeysTests {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private final KeyImports imports = TestEngine.ENGINE.imports();

	@Test
	void refusesAnRsaKeyOfAnotherSize() throws Exception {
		for (int bits : new int[] { 1024, 2040, 2056 }) {
			KeyPair pair = rsa(bits, RSAKeyGenParameterSpec.F4);
			refuses(Algorithm.RSA_2048, pair.getPrivate().getEncoded(),
					"modulus of " + bits + " bits (expected: 2048)");
			refusesPublic(Algorithm.RSA_2048, pair.getPublic().getEncoded(),
					"modulus of " + bits + " bits (expected: 2048)");
		}
		refuses(Algorithm.RSA_3072, pkcs1(Algorithm.RSA_2048), "modulus of 2048 bits (expected: 3072)");
	}

	@ParameterizedTest
	@ValueSource(longs = { 3, 17, 65535 })
	void refusesASmallPublicExponent(long exponent) throws Exception {
		KeyPair pair = rsa(2048, BigInteger.valueOf(exponent));
		refuses(Algorithm.RSA_2048, pair.getPrivate().getEncoded(), "public exponent " + exponent);
		refusesPublic(Algorithm.RSA_2048, pair.getPublic().getEncoded(), "public exponent " + exponent);
	}

	@Test
	void takesALargerPublicExponentAndRefusesAnEvenOrHugeOne() throws Exception {
		KeyPair pair = rsa(2048, BigInteger.valueOf(65539));
		byte[] raw = this.imports.validatePublicKeyHere(Algorithm.RSA_2048, pair.getPublic().getEncoded());
		try (SecretBytes key = SecretBytes.takeOver(pair.getPrivate().getEncoded());
				RawKeyPair derived = this.imports.deriveHere(Algorithm.RSA_2048, key)) {
			assertThat(derived.publicKey()).isEqualTo(raw);
		}
		BigInteger modulus = RSAPublicKey.getInstance(raw).getModulus();
		refusesPublic(Algorithm.RSA_2048, new RSAPublicKey(modulus, BigInteger.valueOf(65538)).getEncoded("DER"),
				"public exponent 65538");
		refusesPublic(Algorithm.RSA_2048,
				new RSAPublicKey(modulus, BigInteger.ONE.shiftLeft(300).add(BigInteger.ONE)).getEncoded("DER"),
				"public exponent of 301 bits");
		refusesPublic(Algorithm.RSA_2048,
				new RSAPublicKey(modulus.add(BigInteger.ONE), BigInteger.valueOf(65537)).getEncoded("DER"),
				"prime or has small factors");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void refusesAnRsaKeyInWhichOneValueIsOff(int which) throws Exception {
		RSAPrivateKey good = RSAPrivateKey.getInstance(pkcs1(Algorithm.RSA_2048));
		BigInteger[] values = { good.getModulus(), good.getPublicExponent(), good.getPrivateExponent(),
				good.getPrime1(), good.getPrime2(), good.getExponent1(), good.getExponent2(), good.getCoefficient() };
		for (UnaryOperator<BigInteger> change : Arrays.<UnaryOperator<BigInteger>>asList(
				(value) -> value.add(BigInteger.TWO), BigInteger::negate, (value) -> BigInteger.ZERO)) {
			BigInteger[] changed = values.clone();
			changed[which] = change.apply(values[which]);
			byte[] key = new RSAPrivateKey(changed[0], changed[1], changed[2], changed[3], changed[4], changed[5],
					changed[6], changed[7])
				.getEncoded("DER");
			refuses(Algorithm.RSA_2048, key, "RSA-2048");
		}
	}

	@Test
	void refusesFactorsThatAreNotPrimeThoughEverythingFits() throws Exception {
		RSAPrivateKey good = RSAPrivateKey.getInstance(pkcs1(Algorithm.RSA_2048));
		BigInteger e = BigInteger.valueOf(65537);
		BigInteger p = composite(good.getPrime1().bitLength(), e);
		BigInteger q = good.getPrime2();
		BigInteger n = p.multiply(q);
		BigInteger order = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
		BigInteger d = e.modInverse(order);
		byte[] key = new RSAPrivateKey(n, e, d, p, q, d.mod(p.subtract(BigInteger.ONE)),
				d.mod(q.subtract(BigInteger.ONE)), q.modInverse(p))
			.getEncoded("DER");
		refuses(Algorithm.RSA_2048, key, "primes wrong (expected: prime)");
	}

	/** Odd, of two large primes, and the modulus keeps its length. */
	private static BigInteger composite(int bits, BigInteger e) {
		Random random = new Random(99);
		while (true) {
			BigInteger product = BigInteger.probablePrime(bits / 2, random)
				.multiply(BigInteger.probablePrime(bits / 2, random));
			if (product.bitLength() == bits && product.testBit(bits - 2)
					&& product.subtract(BigInteger.ONE).gcd(e).equals(BigInteger.ONE)) {
				return product;
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ECDSA_P256", "ECDSA_P384", "ECDH_P256", "ECDH_P384" })
	void takesAScalarInRangeOnly(Algorithm algorithm) throws Exception {
		X9ECParameters curve = curve(algorithm);
		int length = curve.getCurve().getFieldSize() / 8;
		for (BigInteger good : new BigInteger[] { BigInteger.ONE, BigInteger.TWO,
				curve.getN().subtract(BigInteger.ONE) }) {
			byte[] expected = curve.getG().multiply(good).getEncoded(false);
			for (byte[] form : new byte[][] { fixed(good, length),
					new ECPrivateKey(8 * length, good).getEncoded("DER") }) {
				try (SecretBytes key = SecretBytes.takeOver(form);
						RawKeyPair pair = this.imports.deriveHere(algorithm, key)) {
					assertThat(pair.publicKey()).isEqualTo(expected);
					assertThat(pair.secret().toByteArray(TEST))
						.isEqualTo(new ECPrivateKey(8 * length, good).getEncoded("DER"));
				}
			}
		}
		for (BigInteger bad : new BigInteger[] { BigInteger.ZERO, curve.getN(), curve.getN().add(BigInteger.ONE),
				BigInteger.ONE.shiftLeft(8 * length).subtract(BigInteger.ONE) }) {
			refuses(algorithm, fixed(bad, length), "scalar out of range");
		}
	}

	@Test
	void refusesAKeyOfAnotherCurveWhereverItSaysSo() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp384r1"));
		KeyPair pair = generator.generateKeyPair();
		refuses(Algorithm.ECDSA_P256, pair.getPrivate().getEncoded(), "PKCS#8 of 1.2.840.10045.2.1");
		refusesPublic(Algorithm.ECDSA_P256, pair.getPublic().getEncoded(), "SubjectPublicKeyInfo of 1.2.840.10045.2.1");
		byte[] inside = new ECPrivateKey(256, BigInteger.TEN, SECObjectIdentifiers.secp256k1).getEncoded("DER");
		refuses(Algorithm.ECDSA_P256, inside, "of another curve");
	}

	@Test
	void refusesAScalarThatComesWithAnotherPoint() throws Exception {
		X9ECParameters curve = curve(Algorithm.ECDSA_P256);
		byte[] own = curve.getG().multiply(BigInteger.TEN).getEncoded(true);
		byte[] other = curve.getG().multiply(BigInteger.TWO).getEncoded(false);
		try (SecretBytes key = SecretBytes.takeOver(withPoint(own));
				RawKeyPair pair = this.imports.deriveHere(Algorithm.ECDSA_P256, key)) {
			assertThat(pair.publicKey()).hasSize(65);
		}
		refuses(Algorithm.ECDSA_P256, withPoint(other), "comes with another public key");
	}

	private static byte[] withPoint(byte[] point) throws Exception {
		return new ECPrivateKey(256, BigInteger.TEN, new DERBitString(point), SECObjectIdentifiers.secp256r1)
			.getEncoded("DER");
	}

	@ParameterizedTest
	@EnumSource(names = { "ECDSA_P256", "ECDSA_P384", "ECDH_P256", "ECDH_P384" })
	void takesPointsOfTheCurveOnlyAndUncompressesThem(Algorithm algorithm) {
		X9ECParameters curve = curve(algorithm);
		byte[] point = curve.getG().multiply(BigInteger.valueOf(77)).getEncoded(false);
		byte[] compressed = curve.getG().multiply(BigInteger.valueOf(77)).getEncoded(true);
		assertThat(this.imports.validatePublicKeyHere(algorithm, point)).isEqualTo(point);
		assertThat(this.imports.validatePublicKeyHere(algorithm, compressed)).isEqualTo(point);
		assertThat(
				this.imports.validatePublicKeyHere(algorithm, KeyEncodings.subjectPublicKeyInfo(algorithm, compressed)))
			.isEqualTo(point);
		byte[] off = point.clone();
		off[off.length - 1] ^= 1;
		refusesPublic(algorithm, off, "not a point of the curve");
		byte[] hybrid = point.clone();
		hybrid[0] = (byte) (6 + (point[point.length - 1] & 1));
		refusesPublic(algorithm, hybrid, "not a point of the curve");
		refusesPublic(algorithm, KeyEncodings.subjectPublicKeyInfo(algorithm, new byte[1]), "1 bytes (expected: ");
		byte[] large = point.clone();
		Arrays.fill(large, 1, large.length, (byte) 0xff);
		refusesPublic(algorithm, large, "not a point of the curve");
	}

	private void refuses(Algorithm algorithm, byte[] given, String message) {
		try (SecretBytes key = SecretBytes.copyOf(given)) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.imports.deriveHere(algorithm, key).close())
				.withMessageContaining(message);
		}
	}

	private void refusesPublic(Algorithm algorithm, byte[] given, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.imports.validatePublicKeyHere(algorithm, given))
			.withMessageContaining(message);
	}

	private static byte[] pkcs1(Algorithm algorithm) {
		return KnownKeys.of(algorithm).secret().toByteArray(TEST);
	}

	private static KeyPair rsa(int bits, BigInteger exponent) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
		return generator.generateKeyPair();
	}

	private static X9ECParameters curve(Algorithm algorithm) {
		ASN1ObjectIdentifier curve = algorithm.nistName().endsWith("P256") ? SECObjectIdentifiers.secp256r1
				: SECObjectIdentifiers.secp384r1;
		return CustomNamedCurves.getByOID(curve);
	}

	private static byte[] fixed(BigInteger value, int length) {
		byte[] bytes = new byte[length];
		byte[] number = value.toByteArray();
		int count = Math.min(length, number.length);
		System.arraycopy(number, number.length - count, bytes, length - count, count);
		return bytes;
	}

}
