package io.qnsp.crypto.jca;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

import javax.security.auth.DestroyFailedException;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * Keys of JCA providers and their raw forms.
 */
public final class JcaKeys {

	private JcaKeys() {
	}

	/**
	 * Makes a key pair.
	 * @param algorithm what it is for
	 * @param name the provider's name of the key's algorithm
	 * @param provider who makes it
	 * @param parameters its parameters, if the name does not say it all
	 * @param random where it comes from
	 * @return the pair; the caller closes it
	 */
	public static RawKeyPair generate(Algorithm algorithm, String name, Provider provider,
			@Nullable AlgorithmParameterSpec parameters, SecureRandom random) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(name, provider);
			if (parameters != null) {
				generator.initialize(parameters, random);
			}
			KeyPair pair = generator.generateKeyPair();
			byte[] pkcs8 = pair.getPrivate().getEncoded();
			RawKeyPair raw = new RawKeyPair(
					SecretBytes.takeOver(KeyEncodings.rawPrivateKey(algorithm, pkcs8).orElseThrow()),
					KeyEncodings.rawPublicKey(algorithm, pair.getPublic().getEncoded()).orElseThrow());
			Arrays.fill(pkcs8, (byte) 0);
			destroy(pair.getPrivate());
			return raw;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(algorithm + ": key generation failed", ex);
		}
	}

	/**
	 * Makes an RSA key pair with the public exponent 65537.
	 * @param algorithm of the RSA family
	 * @param random where it comes from
	 * @return the pair; the caller closes it
	 */
	public static RawKeyPair generateRsa(Algorithm algorithm, SecureRandom random) {
		int bits = Byte.SIZE * algorithm.sizes().output();
		return generate(algorithm, "RSA", SecurityProviders.jdk("SunRsaSign"),
				new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), random);
	}

	/**
	 * Makes a key pair on a NIST curve.
	 * @param algorithm ECDSA or ECDH
	 * @param provider who makes it
	 * @param random where it comes from
	 * @return the pair; the caller closes it
	 */
	public static RawKeyPair generateOnCurve(Algorithm algorithm, Provider provider, SecureRandom random) {
		boolean p256 = algorithm == Algorithm.ECDSA_P256 || algorithm == Algorithm.ECDH_P256;
		return generate(algorithm, "EC", provider, new ECGenParameterSpec(p256 ? "secp256r1" : "secp384r1"), random);
	}

	/**
	 * Loads a private key.
	 * @param algorithm what it is for
	 * @param name the provider's name of the key's algorithm
	 * @param provider who reads it
	 * @param pkcs8 the key as the provider reads it; wiped
	 * @return the key
	 * @throws IllegalArgumentException if the provider can't read it
	 */
	public static PrivateKey privateKey(Algorithm algorithm, String name, Provider provider, byte[] pkcs8) {
		try {
			return KeyFactory.getInstance(name, provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException(algorithm + " private key: not readable by " + provider.getName(), ex);
		}
		finally {
			Arrays.fill(pkcs8, (byte) 0);
		}
	}

	/**
	 * Loads a public key.
	 * @param algorithm what it is for
	 * @param name the provider's name of the key's algorithm
	 * @param provider who reads it
	 * @param raw the raw public key
	 * @return the key
	 * @throws GeneralSecurityException if it is not one
	 */
	public static PublicKey publicKey(Algorithm algorithm, String name, Provider provider, byte[] raw)
			throws GeneralSecurityException {
		return KeyFactory.getInstance(name, provider)
			.generatePublic(new X509EncodedKeySpec(KeyEncodings.subjectPublicKeyInfo(algorithm, raw)));
	}

	/**
	 * Wipes a private key as far as its provider can.
	 * @param key the key
	 */
	public static void destroy(PrivateKey key) {
		try {
			key.destroy();
		}
		catch (DestroyFailedException ex) {
			// Native keys are freed by their cleaner, the JDK's RSA and EC keys have no
			// way to wipe; SecretBytes says so.
		}
	}

}
