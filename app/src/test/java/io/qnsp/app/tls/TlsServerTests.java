package io.qnsp.app.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.tls.QuantumSafeJsse;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.test.StepVerifier;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that offers one group alone proves by its handshake which one was negotiated.
 */
class TlsServerTests {

	private static final Duration BOUND = Duration.ofSeconds(20);

	private static final List<String> GROUPS = List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1");

	@Test
	void bothLibrariesAreThere() {
		assertThat(OpenSsl.isAvailable()).as(String.valueOf(OpenSsl.unavailabilityCause())).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "NATIVE, X25519MLKEM768", "NATIVE, X25519", "NATIVE, P-256", "BOUNCY_CASTLE, X25519MLKEM768",
			"BOUNCY_CASTLE, X25519", "BOUNCY_CASTLE, P-256" })
	void servesHybridAndClassicalClients(TlsProperties.Provider provider, String group) throws Exception {
		try (Served served = serve(provider, GROUPS, TestCertificates.keyStore("PKCS12", "EC", "SHA256withECDSA"))) {
			StepVerifier.create(served.get(boringSsl(group))).expectNext("TLSv1.3").expectComplete().verify(BOUND);
		}
	}

	@Test
	void servesTheHybridGroupAloneWhenToldTo() throws Exception {
		KeyStore store = TestCertificates.keyStore("PKCS12", "EC", "SHA256withECDSA");
		try (Served served = serve(TlsProperties.Provider.NATIVE, List.of("X25519MLKEM768"), store)) {
			StepVerifier.create(served.get(boringSsl("X25519MLKEM768", "X25519")))
				.expectNext("TLSv1.3")
				.expectComplete()
				.verify(BOUND);
			StepVerifier.create(served.get(boringSsl("X25519"))).expectError().verify(BOUND);
		}
	}

	@ParameterizedTest
	@EnumSource(TlsProperties.Provider.class)
	void takesTheHybridGroupFromAClientThatPutsAClassicalOneFirst(TlsProperties.Provider provider) throws Exception {
		try (Served served = serve(provider, GROUPS, TestCertificates.keyStore("PKCS12", "EC", "SHA256withECDSA"))) {
			ByteArrayOutputStream received = new ByteArrayOutputStream();
			HttpClient client = boringSsl("X25519", "X25519MLKEM768")
				.doOnChannelInit((observer, channel, address) -> channel.pipeline().addFirst(recorder(received)));
			StepVerifier.create(served.get(client)).expectNext("TLSv1.3").expectComplete().verify(BOUND);
			assertThat(lastGroup(received.toByteArray())).isEqualTo(0x11ec);
		}
	}

	private static ChannelInboundHandlerAdapter recorder(ByteArrayOutputStream received) {
		return new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				received.writeBytes(ByteBufUtil.getBytes((ByteBuf) message));
				context.fireChannelRead(message);
			}

		};
	}

	/**
	 * The group of the last ServerHello in the clear (RFC 8446, sections 4.1.3 and
	 * 4.2.8): of a HelloRetryRequest's successor when there is one.
	 */
	private static int lastGroup(byte[] records) {
		ByteBuffer all = ByteBuffer.wrap(records);
		int group = -1;
		while (all.remaining() > 5) {
			byte type = all.get();
			all.getShort();
			ByteBuffer record = all.slice(all.position() + 2, all.getShort(all.position()) & 0xffff);
			all.position(all.position() + 2 + record.capacity());
			if (type != 22 || record.get() != 2) {
				continue;
			}
			record.position(4 + 2 + 32);
			record.position(record.position() + 1 + record.get(record.position()) + 2 + 1 + 2);
			while (record.hasRemaining()) {
				int extension = record.getShort();
				int length = record.getShort();
				if (extension == 51) {
					group = record.getShort(record.position()) & 0xffff;
				}
				record.position(record.position() + length);
			}
		}
		return group;
	}

	@ParameterizedTest
	@EnumSource(TlsProperties.Provider.class)
	void refusesTls12(TlsProperties.Provider provider) throws Exception {
		try (Served served = serve(provider, GROUPS, TestCertificates.keyStore("PKCS12", "EC", "SHA256withECDSA"))) {
			StepVerifier
				.create(served
					.get(client((context) -> context.sslProvider(SslProvider.JDK).protocols("TLSv1.2"), null)))
				.expectError()
				.verify(BOUND);
		}
	}

	@Test
	void anMlDsaCertificateIsServedThroughBouncyCastle() throws Exception {
		KeyStore store = TestCertificates.keyStore("BCFKS", "ML-DSA-65", "ML-DSA-65");
		try (Served served = serve(TlsProperties.Provider.BOUNCY_CASTLE, GROUPS, store)) {
			HttpClient postQuantum = client((context) -> context.sslProvider(SslProvider.JDK)
				.sslContextProvider(QuantumSafeJsse.provider())
				.secureRandom(Randoms.seeded().asSecureRandom()), (handler) -> {
					BCSSLEngine engine = (BCSSLEngine) handler.engine();
					BCSSLParameters parameters = engine.getParameters();
					parameters.setNamedGroups(new String[] { "X25519MLKEM768" });
					parameters.setSignatureSchemes(new String[] { "mldsa65" });
					engine.setParameters(parameters);
				});
			StepVerifier.create(served.get(postQuantum)).expectNext("TLSv1.3").expectComplete().verify(BOUND);
		}
	}

	private static HttpClient boringSsl(String... groups) {
		return client((context) -> context.sslProvider(SslProvider.OPENSSL).option(OpenSslContextOption.GROUPS, groups),
				null);
	}

	private static HttpClient client(Consumer<SslContextBuilder> provider, @Nullable Consumer<SslHandler> handler) {
		GenericSslContextSpec<SslContextBuilder> context = Http11SslContextSpec.forClient()
			.configure((builder) -> provider.accept(builder.trustManager(InsecureTrustManagerFactory.INSTANCE)));
		return HttpClient.create(ConnectionProvider.newConnection()).secure((spec) -> {
			reactor.netty.tcp.SslProvider.Builder secured = spec.sslContext(context);
			if (handler != null) {
				secured.handlerConfigurator(handler);
			}
		});
	}

	private static Served serve(TlsProperties.Provider provider, List<String> groups, KeyStore store) {
		SslBundle bundle = SslBundle.of(SslStoreBundle.of(store, new String(TestCertificates.PASSWORD), null),
				SslBundleKey.of(new String(TestCertificates.PASSWORD)));
		TlsServer tls = new TlsServer(new TlsProperties(provider, groups), Randoms.seeded());
		HttpServer server = HttpServer.create().host("localhost").port(0).handle((request, response) -> {
			String[] protocol = { "" };
			request.withConnection((connection) -> protocol[0] = connection.channel()
				.pipeline()
				.get(SslHandler.class)
				.engine()
				.getSession()
				.getProtocol());
			return response.sendString(Mono.just(protocol[0]));
		});
		return new Served(tls.secure(server, bundle, ClientAuth.NONE).bindNow());
	}

	private record Served(DisposableServer server) implements AutoCloseable {

		Mono<String> get(HttpClient client) {
			return client.get()
				.uri("https://localhost:" + this.server.port() + "/")
				.responseContent()
				.aggregate()
				.asString();
		}

		@Override
		public void close() {
			this.server.disposeNow();
		}

	}

}
