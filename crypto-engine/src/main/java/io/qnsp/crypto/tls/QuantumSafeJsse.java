package io.qnsp.crypto.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;

import io.qnsp.crypto.provider.SecurityProviders;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.jspecify.annotations.Nullable;

/**
 * Bouncy Castle's JSSE, for servers and clients.
 * <p>
 * <b>Security guarantees.</b> With the group X25519MLKEM768 recorded traffic can't be
 * read by a quantum computer later; with an ML-DSA certificate the server can't be
 * impersonated by one.
 */
public final class QuantumSafeJsse {

	/** What a handshake is signed with, the certificate permitting; ML-DSA first. */
	private static final String[] SIGNATURES = { "mldsa87", "mldsa65", "mldsa44", "ecdsa_secp256r1_sha256",
			"ecdsa_secp384r1_sha384", "ed25519", "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512",
			"rsa_pss_pss_sha256" };

	private static final Provider PROVIDER = new BouncyCastleJsseProvider(SecurityProviders.bouncyCastle());

	private QuantumSafeJsse() {
	}

	/**
	 * The JSSE provider.
	 * @return the provider, not registered
	 */
	public static Provider provider() {
		return PROVIDER;
	}

	/**
	 * Key managers that know ML-DSA keys, which the JDK's do not.
	 * @param store the key store
	 * @param password its keys' password, if they have one
	 * @return the key managers
	 * @throws GeneralSecurityException if a key can't be read
	 */
	public static KeyManagerFactory keyManagers(KeyStore store, char @Nullable [] password)
			throws GeneralSecurityException {
		KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX", PROVIDER);
		factory.init(withOwnKeys(store, password), password);
		return factory;
	}

	// A key of another provider is converted for each signature, with a primality test of
	// its curve.
	private static KeyStore withOwnKeys(KeyStore store, char @Nullable [] password) throws GeneralSecurityException {
		Provider provider = SecurityProviders.bouncyCastle();
		KeyStore own = KeyStore.getInstance("PKCS12", provider);
		try {
			own.load(null, null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (String alias : Collections.list(store.aliases())) {
			if (store.getKey(alias, password) instanceof PrivateKey key) {
				PrivateKey converted = KeyFactory.getInstance(key.getAlgorithm(), provider)
					.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
				own.setKeyEntry(alias, converted, password, store.getCertificateChain(alias));
			}
		}
		return own;
	}

	/**
	 * Sets what an engine may agree on and sign with.
	 * @param engine an engine of {@link #provider()}
	 * @param groups key agreement groups by their IANA names, the most wanted first
	 */
	public static void configure(SSLEngine engine, List<String> groups) {
		BCSSLEngine configurable = (BCSSLEngine) engine;
		BCSSLParameters parameters = configurable.getParameters();
		parameters.setNamedGroups(groups.toArray(String[]::new));
		// By itself it takes the first of the client's that it knows.
		parameters.setUseNamedGroupsOrder(true);
		parameters.setSignatureSchemes(SIGNATURES);
		configurable.setParameters(parameters);
	}

}
