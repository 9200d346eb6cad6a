package io.qnsp.crypto.provider;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;

import io.qnsp.crypto.random.Randoms;
import org.bouncycastle.crypto.CryptoServicesRegistrar;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * The JCA providers in use, each named where it is called: the order in which a JVM has
 * its providers registered decides nothing.
 */
public final class SecurityProviders {

	private static final Provider BOUNCY_CASTLE = registeredBouncyCastle();

	private static final @Nullable Provider NATIVE = loadNative();

	private SecurityProviders() {
	}

	/**
	 * One of the JDK's providers.
	 * @param name for example {@code SunJCE}
	 * @return the provider
	 * @throws IllegalStateException if this JDK does not have it
	 */
	public static Provider jdk(String name) {
		Provider provider = Security.getProvider(name);
		if (provider == null) {
			throw new IllegalStateException("security provider " + name + ": missing (expected: the JDK's own)");
		}
		return provider;
	}

	/**
	 * Bouncy Castle, with all it can do.
	 * @return the provider
	 */
	public static Provider bouncyCastle() {
		return BOUNCY_CASTLE;
	}

	/**
	 * Conscrypt, which is BoringSSL.
	 * @return the provider, or empty where its library does not load
	 */
	public static Optional<Provider> nativeLibrary() {
		return Optional.ofNullable(NATIVE);
	}

	// Its composite signatures look their parts up by the name BC, so it must be
	// registered: last, where nobody gets it who does not ask for it.
	private static Provider registeredBouncyCastle() {
		// What it draws when it is given nothing would wait for entropy on an event loop.
		CryptoServicesRegistrar.setSecureRandom(Randoms.seeded().asSecureRandom());
		Provider registered = Security.getProvider(BouncyCastleProvider.PROVIDER_NAME);
		if (registered != null) {
			return registered;
		}
		Provider provider = new BouncyCastleProvider();
		Security.addProvider(provider);
		return provider;
	}

	private static @Nullable Provider loadNative() {
		try {
			return Conscrypt.isAvailable() ? Conscrypt.newProviderBuilder().provideTrustManager(false).build() : null;
		}
		catch (LinkageError ex) {
			// an operating system or processor that the library was not built for
			return null;
		}
	}

}
