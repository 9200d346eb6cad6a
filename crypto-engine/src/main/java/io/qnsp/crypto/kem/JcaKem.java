package io.qnsp.crypto.kem;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.function.Function;

import javax.crypto.KEM;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.JcaKeys;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * A KEM of the JDK: ML-KEM, or Diffie-Hellman by RFC 9180, section 4.1.
 */
final class JcaKem implements KemScheme {

	private final Algorithm algorithm;

	private final String name;

	private final String keyName;

	private final String keyProvider;

	private final Function<SecretBytes, byte[]> pkcs8;

	/**
	 * A KEM.
	 * @param name the KEM's name
	 * @param keyName the keys' name
	 * @param keyProvider who reads the keys
	 * @param pkcs8 the private key as the JDK reads it; wiped after use
	 */
	JcaKem(Algorithm algorithm, String name, String keyName, String keyProvider, Function<SecretBytes, byte[]> pkcs8) {
		this.algorithm = algorithm;
		this.name = name;
		this.keyName = keyName;
		this.keyProvider = keyProvider;
		this.pkcs8 = pkcs8;
	}

	@Override
	public Decapsulator decapsulator(SecretBytes secret) {
		PrivateKey key = JcaKeys.privateKey(this.algorithm, this.keyName, keyProvider(), this.pkcs8.apply(secret));
		return new GuardedDecapsulator(this.algorithm, () -> JcaKeys.destroy(key),
				(encapsulated) -> kem().newDecapsulator(key).decapsulate(encapsulated).getEncoded());
	}

	@Override
	public Encapsulator encapsulator(byte[] publicKey, SecureRandom random) {
		try {
			PublicKey key = JcaKeys.publicKey(this.algorithm, this.keyName, keyProvider(), publicKey);
			KEM.Encapsulator encapsulator = kem().newEncapsulator(key, random);
			return () -> encapsulate(encapsulator);
		}
		catch (GeneralSecurityException ex) {
			throw refused(ex);
		}
	}

	private Encapsulation encapsulate(KEM.Encapsulator encapsulator) {
		try {
			KEM.Encapsulated encapsulated = encapsulator.encapsulate();
			return new Encapsulation(SecretBytes.takeOver(encapsulated.key().getEncoded()),
					encapsulated.encapsulation());
		}
		catch (ProviderException ex) {
			// how the JDK refuses a point of small order
			throw refused(ex);
		}
	}

	private IllegalArgumentException refused(Exception cause) {
		return new IllegalArgumentException(this.algorithm + " public key: not one", cause);
	}

	private KEM kem() throws GeneralSecurityException {
		return KEM.getInstance(this.name, SecurityProviders.jdk("SunJCE"));
	}

	private Provider keyProvider() {
		return SecurityProviders.jdk(this.keyProvider);
	}

}
