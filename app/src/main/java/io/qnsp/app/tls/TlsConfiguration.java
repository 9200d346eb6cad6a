package io.qnsp.app.tls;

import io.netty.handler.ssl.ClientAuth;
import io.qnsp.crypto.random.Randoms;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Replaces the TLS that Spring Boot would serve for {@code server.ssl}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TlsProperties.class)
class TlsConfiguration {

	// After Spring Boot's own, which has put server.ssl into the factory by then.
	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> quantumSafeTls(TlsProperties properties,
			SslBundles bundles, Randoms randoms) {
		TlsServer tls = new TlsServer(properties, randoms);
		return (factory) -> {
			Ssl ssl = factory.getSsl();
			if (Ssl.isEnabled(ssl)) {
				SslBundle bundle = WebServerSslBundle.get(ssl, bundles);
				ClientAuth clients = Ssl.ClientAuth.map(ssl.getClientAuth(), ClientAuth.NONE, ClientAuth.OPTIONAL,
						ClientAuth.REQUIRE);
				factory.addServerCustomizers((server) -> tls.secure(server, bundle, clients));
			}
		};
	}

}
