package io.qnsp.crypto.kem;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.jca.JcaKeys;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * RSA as a KEM: 32 random bytes under RSAES-OAEP with SHA-256 (RFC 8017, section 7.1).
 */
final class RsaOaep implements KemScheme {

	private static final SecretAccess LOADING = SecretAccess.because("RSA private key for a JCA provider");

	private static final int SECRET_BYTES = 32;

	private static final OAEPParameterSpec SHA_256 = new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256,
			PSource.PSpecified.DEFAULT);

	private final Algorithm algorithm;

	private final Provider keyProvider;

	private final Provider cipherProvider;

	RsaOaep(Algorithm algorithm, Provider keyProvider, Provider cipherProvider) {
		this.algorithm = algorithm;
		this.keyProvider = keyProvider;
		this.cipherProvider = cipherProvider;
	}

	@Override
	public Decapsulator decapsulator(SecretBytes secret) {
		byte[] pkcs8 = secret.read(LOADING, (raw) -> KeyEncodings.pkcs8(this.algorithm, raw));
		PrivateKey key = JcaKeys.privateKey(this.algorithm, "RSA", this.keyProvider, pkcs8);
		return new GuardedDecapsulator(this.algorithm, () -> JcaKeys.destroy(key),
				(encapsulated) -> cipher(Cipher.DECRYPT_MODE, key).doFinal(encapsulated));
	}

	@Override
	public Encapsulator encapsulator(byte[] publicKey, SecureRandom random) {
		try {
			Key key = JcaKeys.publicKey(this.algorithm, "RSA", this.keyProvider, publicKey);
			return () -> encapsulate(key, random);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException(this.algorithm + " public key: not one", ex);
		}
	}

	private Encapsulation encapsulate(Key key, SecureRandom random) {
		byte[] secret = new byte[SECRET_BYTES];
		random.nextBytes(secret);
		try {
			return new Encapsulation(SecretBytes.copyOf(secret), cipher(Cipher.ENCRYPT_MODE, key).doFinal(secret));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException(this.algorithm + " public key: not one", ex);
		}
		finally {
			Arrays.fill(secret, (byte) 0);
		}
	}

	private Cipher cipher(int mode, Key key) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", this.cipherProvider);
		cipher.init(mode, key, SHA_256);
		return cipher;
	}

}
