package io.qnsp.crypto.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Function;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.jca.JcaKeys;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * A signature algorithm of a JCA provider.
 */
final class JcaSignature implements SignatureScheme {

	private static final SecretAccess LOADING = SecretAccess.because("private key for a JCA provider");

	private final Algorithm algorithm;

	private final Names names;

	private final Provider provider;

	private final Function<SecretBytes, byte[]> pkcs8;

	/**
	 * A scheme.
	 * @param pkcs8 the private key as the provider reads it; wiped after use
	 */
	JcaSignature(Algorithm algorithm, Names names, Provider provider, Function<SecretBytes, byte[]> pkcs8) {
		this.algorithm = algorithm;
		this.names = names;
		this.provider = provider;
		this.pkcs8 = pkcs8;
	}

	/** For providers that read the catalogue's raw private keys in PKCS#8. */
	JcaSignature(Algorithm algorithm, Names names, Provider provider) {
		this(algorithm, names, provider, (secret) -> secret.read(LOADING, (raw) -> KeyEncodings.pkcs8(algorithm, raw)));
	}

	@Override
	public Signer signer(SecretBytes secret) {
		PrivateKey key = JcaKeys.privateKey(this.algorithm, this.names.key(), this.provider, this.pkcs8.apply(secret));
		return new GuardedSigner(this.algorithm, () -> JcaKeys.destroy(key), (message, context, random) -> {
			Signature signature = signature();
			signature.initSign(key, random);
			signature.update(message);
			return signature.sign();
		});
	}

	@Override
	public Verifier verifier(byte[] publicKey) {
		PublicKey key = decoded(publicKey);
		return (message, signature, context) -> {
			try {
				Signature verifier = signature();
				verifier.initVerify(key);
				verifier.update(message);
				return verifier.verify(signature);
			}
			catch (GeneralSecurityException | ProviderException | IllegalArgumentException ex) {
				// how providers refuse malformed signatures, and keys they look at late
				return false;
			}
		};
	}

	private PublicKey decoded(byte[] publicKey) {
		try {
			return JcaKeys.publicKey(this.algorithm, this.names.key(), this.provider, publicKey);
		}
		catch (GeneralSecurityException | ProviderException ex) {
			throw new IllegalArgumentException(this.algorithm + " public key: not one", ex);
		}
	}

	private Signature signature() throws GeneralSecurityException {
		Signature signature = Signature.getInstance(this.names.signature(), this.provider);
		if (this.names.parameters() != null) {
			signature.setParameter(this.names.parameters());
		}
		return signature;
	}

	@Override
	public boolean takesContext() {
		return false;
	}

	/**
	 * What a provider calls it.
	 *
	 * @param key the key's algorithm
	 * @param signature the signature's algorithm
	 * @param parameters the signature's parameters, if it has any
	 */
	record Names(String key, String signature, @Nullable AlgorithmParameterSpec parameters) {

		static Names of(String key, String signature) {
			return new Names(key, signature, null);
		}

	}

}
