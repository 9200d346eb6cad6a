package io.qnsp.app.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

import javax.net.ssl.KeyManagerFactory;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.tls.QuantumSafeJsse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.netty.tcp.SslProvider.SslContextSpec;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * Puts TLS onto an HTTP server. The hybrid group protects what is sent today from being
 * read by a quantum computer later; clients that do not know it get a classical one.
 */
final class TlsServer {

	private static final Logger log = LoggerFactory.getLogger(TlsServer.class);

	private static final String[] TLS_1_3 = { "TLSv1.3" };

	private final TlsProperties properties;

	private final Randoms randoms;

	TlsServer(TlsProperties properties, Randoms randoms) {
		this.properties = properties;
		this.randoms = randoms;
	}

	/**
	 * Secures a server.
	 * @param server the server
	 * @param bundle its key and, for clients' certificates, whom it trusts
	 * @param clients whether clients must or may show a certificate
	 * @return the server with TLS
	 */
	HttpServer secure(HttpServer server, SslBundle bundle, ClientAuth clients) {
		boolean nativeLibrary = this.properties.provider() == TlsProperties.Provider.NATIVE;
		if (nativeLibrary && !OpenSsl.isAvailable()) {
			log.warn("BoringSSL does not load, Bouncy Castle serves TLS: {}",
					String.valueOf(OpenSsl.unavailabilityCause()));
		}
		return (nativeLibrary && OpenSsl.isAvailable()) ? server.secure(boringSsl(bundle, clients))
				: server.secure(bouncyCastle(bundle, clients));
	}

	private Consumer<SslContextSpec> boringSsl(SslBundle bundle, ClientAuth clients) {
		String[] groups = this.properties.groups().stream().map(TlsServer::boringSslName).toArray(String[]::new);
		return spec(bundle, bundle.getManagers().getKeyManagerFactory(), clients,
				(context) -> context.sslProvider(SslProvider.OPENSSL).option(OpenSslContextOption.GROUPS, groups),
				null);
	}

	private static String boringSslName(String group) {
		return switch (group.toLowerCase(Locale.ROOT)) {
			case "x25519" -> "X25519";
			case "secp256r1" -> "P-256";
			case "secp384r1" -> "P-384";
			case "secp521r1" -> "P-521";
			default -> group;
		};
	}

	private Consumer<SslContextSpec> bouncyCastle(SslBundle bundle, ClientAuth clients) {
		return spec(bundle, keyManagers(bundle), clients,
				(context) -> context.sslProvider(SslProvider.JDK)
					.sslContextProvider(QuantumSafeJsse.provider())
					// the provider's own would wait for entropy on the event loop
					.secureRandom(this.randoms.asSecureRandom()),
				(handler) -> QuantumSafeJsse.configure(handler.engine(), this.properties.groups()));
	}

	private static KeyManagerFactory keyManagers(SslBundle bundle) {
		SslStoreBundle stores = bundle.getStores();
		KeyStore store = Objects.requireNonNull(stores.getKeyStore(), "server.ssl: no key store (expected: one)");
		String password = (bundle.getKey().getPassword() != null) ? bundle.getKey().getPassword()
				: stores.getKeyStorePassword();
		try {
			return QuantumSafeJsse.keyManagers(store, (password != null) ? password.toCharArray() : null);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("server.ssl: the key store does not open for Bouncy Castle", ex);
		}
	}

	private static Consumer<SslContextSpec> spec(SslBundle bundle, KeyManagerFactory keys, ClientAuth clients,
			Consumer<SslContextBuilder> provider, @Nullable Consumer<SslHandler> handler) {
		GenericSslContextSpec<SslContextBuilder> context = Http11SslContextSpec.forServer(keys).configure((builder) -> {
			provider.accept(builder);
			String[] protocols = bundle.getOptions().getEnabledProtocols();
			builder.protocols((protocols != null) ? protocols : TLS_1_3);
			String[] ciphers = bundle.getOptions().getCiphers();
			if (ciphers != null) {
				builder.ciphers(List.copyOf(Arrays.asList(ciphers)));
			}
			if (clients != ClientAuth.NONE) {
				builder.trustManager(bundle.getManagers().getTrustManagerFactory()).clientAuth(clients);
			}
		});
		return (spec) -> {
			reactor.netty.tcp.SslProvider.Builder secured = spec.sslContext(context);
			if (handler != null) {
				secured.handlerConfigurator(handler);
			}
		};
	}

}
