package io.qnsp.app.outbound;

import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.SelfSignedCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class OutboundTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final Set<Object> connections = ConcurrentHashMap.newKeySet();

	private DisposableServer server;

	@BeforeEach
	void start() {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.doOnConnection((connection) -> this.connections.add(connection.channel().id()))
			.route((routes) -> routes
				.post("/hook",
						(request, response) -> request.receive()
							.aggregate()
							.asString()
							.doOnNext((body) -> this.received.add(request.requestHeaders().get("x-test") + " " + body))
							.then(response.status(202).send().then()))
				.post("/moved", (request, response) -> response.sendRedirect("/hook"))
				.post("/silent", (request, response) -> Mono.never()))
			.bindNow();
	}

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	private URI target(String host, String path) {
		return URI.create("http://" + host + ":" + this.server.port() + path);
	}

	private static Mono<Integer> post(boolean allowInsecure, URI target) {
		return new Outbound(new TargetRules(allowInsecure), LIMIT).post(target, Map.of("x-test", "yes"), BODY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost" })
	void postsToThisMachineWhenThatIsAllowed(String host) {
		StepVerifier.create(post(true, target(host, "/hook"))).expectNext(202).verifyComplete();
		assertThat(this.received).containsExactly("yes {\"a\":1}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "192.168.1.1",
			"169.254.169.254", "[fd00::1]", "0.0.0.0", "2130706433" })
	void connectsToNothingThatIsNotPublic(String host) {
		StepVerifier.create(post(false, target(host, "/hook")))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfAny(ForbiddenTargetException.class,
					java.net.UnknownHostException.class))
			.verify(Duration.ofSeconds(20));
		assertThat(this.received).isEmpty();
	}

	@Test
	void refusesANameThatStandsForThisMachine() {
		StepVerifier.create(post(false, target("localhost", "/hook")))
			.expectError(ForbiddenTargetException.class)
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void connectsToPrivateNetworksThatTheOperatorHasNamed() {
		TargetRules rules = new TargetRules(false, List.of("127.0.0.0/8", "::1/128"));
		StepVerifier
			.create(new Outbound(rules, LIMIT).post(target("localhost", "/hook"), Map.of("x-test", "yes"), BODY))
			.expectNext(202)
			.verifyComplete();
		TargetRules others = new TargetRules(false, List.of("10.0.0.0/8"));
		StepVerifier.create(new Outbound(others, LIMIT).post(target("127.0.0.1", "/hook"), Map.of(), BODY))
			.expectError(ForbiddenTargetException.class)
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void aWayToATargetKeepsItsConnectionAndStillRefusesWhatIsNotPublic() {
		OutboundConnection way = new Outbound(new TargetRules(true), LIMIT).open(LIMIT);
		for (int i = 0; i < 3; i++) {
			StepVerifier.create(way.post(target("127.0.0.1", "/hook"), Map.of("x-test", "yes"), BODY))
				.expectNext(new OutboundAnswer(202, null))
				.verifyComplete();
		}
		assertThat(this.connections).hasSize(1);
		StepVerifier.create(way.post(target("127.0.0.1", "/moved"), Map.of(), BODY))
			.expectNext(new OutboundAnswer(302, null))
			.verifyComplete();
		way.close().block();
		OutboundConnection closed = new Outbound(new TargetRules(false), LIMIT).open(LIMIT);
		StepVerifier.create(closed.post(target("localhost", "/hook"), Map.of(), BODY))
			.expectError(ForbiddenTargetException.class)
			.verify(Duration.ofSeconds(20));
		closed.close().block();
	}

	@Test
	void followsNoRedirect() {
		StepVerifier.create(post(true, target("127.0.0.1", "/moved"))).expectNext(302).verifyComplete();
		assertThat(this.received).isEmpty();
	}

	@Test
	void givesUpWhenNoAnswerComes() {
		Outbound impatient = new Outbound(new TargetRules(true), Duration.ofMillis(300));
		StepVerifier.create(impatient.post(target("127.0.0.1", "/silent"), Map.of(), BODY))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfAny(TimeoutException.class,
					io.netty.handler.timeout.ReadTimeoutException.class))
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void tellsWhenNobodyListens() {
		URI target = target("127.0.0.1", "/hook");
		this.server.disposeNow();
		StepVerifier.create(post(true, target)).expectError(ConnectException.class).verify(Duration.ofSeconds(20));
	}

	@Test
	void trustsNoCertificateThatNobodyVouchesFor() throws Exception {
		SelfSignedCertificate certificate = new SelfSignedCertificate("localhost");
		SslContext context = SslContextBuilder.forServer(certificate.key(), certificate.cert()).build();
		DisposableServer tls = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.secure((ssl) -> ssl.sslContext(context))
			.handle((request, response) -> response.status(200).send())
			.bindNow();
		try {
			StepVerifier.create(post(true, URI.create("https://localhost:" + tls.port() + "/")))
				.expectError(javax.net.ssl.SSLException.class)
				.verify(Duration.ofSeconds(20));
		}
		finally {
			tls.disposeNow();
			certificate.delete();
		}
	}

}
