package io.qnsp.audit.streaming;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Severity;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

// Nobody else uses this server: it does not stay and work beside other tests.
@DirtiesContext
@QnspServerTest
@TestPropertySource(properties = { "qnsp.streaming.heartbeat=500ms", "qnsp.streaming.recheck=300ms",
		"qnsp.streaming.max-streams-per-tenant=2", "qnsp.streaming.queue-capacity=64" })
class StreamWatchIT {

	private static final Duration BOUND = Duration.ofSeconds(20);

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private StreamWatch watch;

	@Autowired
	private LiveHub hub;

	@Autowired
	private TestEvents events;

	@Autowired
	private EventHistory history;

	@Autowired
	private MeterRegistry meters;

	@Value("${local.server.port}")
	private int port;

	@Test
	void silentStreamGetsHeartbeats() {
		Account owner = this.tenants.owner();
		StepVerifier
			.create(new StreamClient(this.port).messages(owner, "?eventTypes=none.*", null)
				.map((message) -> String.valueOf(message.comment()))
				.take(4))
			.expectNext("connected", "heartbeat", "heartbeat", "heartbeat")
			.expectComplete()
			.verify(BOUND);
	}

	@Test
	void expiredKeyEndsItsStream() {
		Account owner = this.tenants.owner();
		Account brief = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), Instant.now().plusSeconds(3),
				Role.OWNER);
		StepVerifier.create(closed(brief))
			.assertNext((message) -> assertThat(message.data()).contains("credential_ended"))
			.expectComplete()
			.verify(BOUND);
	}

	@Test
	void refusesMoreStreamsThanATenantMayOpen() {
		Account owner = this.tenants.owner();
		StreamClient client = new StreamClient(this.port);
		Flux<Message> two = Flux.merge(client.messages(owner, "?eventTypes=none.*", null),
				client.messages(owner, "?eventTypes=none.*", null));
		StepVerifier.create(two.filter((message) -> message.isConnected()))
			.expectNextCount(2)
			.then(() -> TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/streaming/events", owner, null), 429,
					"TOO_MANY_REQUESTS"))
			.thenCancel()
			.verify(BOUND);
		StepVerifier.create(
				Flux.interval(Duration.ofMillis(20)).filter((tick) -> this.hub.openOf(owner.tenantId()) == 0).next())
			.expectNextCount(1)
			.expectComplete()
			.verify(BOUND);
		StepVerifier.create(client.messages(owner, "", null).take(1)).expectNextCount(1).expectComplete().verify(BOUND);
	}

	/**
	 * As behind a proxy that has lost its client: the connection stands, nobody reads,
	 * nobody closes.
	 */
	@Test
	void clientThatTakesNothingAnyMoreIsLetGo() throws IOException {
		Account owner = this.tenants.owner();
		Counter aborted = this.meters.get("qnsp.sse.aborted").counter();
		double before = aborted.count();
		try (Socket live = stuck(owner, ""); Socket resuming = stuck(owner, "Last-Event-ID: 1-" + new UUID(0, 0))) {
			Eventually.until("both are open", () -> this.hub.openOf(owner.tenantId()) == 2);
			this.events.append(large(owner.tenantId(), 2_000)).block(BOUND);
			Eventually.until("both are let go", () -> this.hub.openOf(owner.tenantId()) == 0);
			assertThat(aborted.count() - before).isGreaterThanOrEqualTo(2);
			assertThat(this.history.readersAtWork()).isZero();
			for (Socket socket : List.of(live, resuming)) {
				assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
					.as("the socket is closed with what the kernel held")
					.isInstanceOf(SocketException.class);
			}
		}
		StepVerifier.create(new StreamClient(this.port).messages(owner, "", null).take(1))
			.as("its place is free")
			.expectNextCount(1)
			.expectComplete()
			.verify(BOUND);
	}

	/**
	 * Less than there is to read, but not nothing.
	 */
	@Test
	void clientThatReadsSlowlyIsKept() throws IOException {
		Account owner = this.tenants.owner();
		try (Socket slow = stuck(owner, "")) {
			Eventually.until("it is open", () -> this.hub.openOf(owner.tenantId()) == 1);
			byte[] some = new byte[16 * 1024];
			Mono<Long> reading = Flux.interval(Duration.ofMillis(100))
				.publishOn(Schedulers.boundedElastic())
				.takeWhile((tick) -> tick < 40 && read(slow, some) > 0)
				.count();
			Mono<Long> both = Mono.zip(this.events.append(large(owner.tenantId(), 1_000)).thenReturn(true), reading,
					(written, count) -> count);
			StepVerifier.create(both).expectNext(40L).expectComplete().verify(BOUND);
			assertThat(this.hub.openOf(owner.tenantId())).isOne();
		}
		Eventually.until("it has gone", () -> this.hub.openOf(owner.tenantId()) == 0);
	}

	/**
	 * The client's network goes away without a word. Needs the right to make network
	 * namespaces, as root has it; elsewhere it is left out, but never in CI.
	 */
	@Test
	void clientWhoseNetworkIsGoneIsLetGo() throws IOException, InterruptedException {
		Account owner = this.tenants.owner();
		boolean may = ip("netns add qnsp-gone") == 0;
		assumeThat(may || System.getenv("CI") != null).as("network namespaces can be made").isTrue();
		assertThat(may).as("network namespaces can be made in CI").isTrue();
		Process curl = null;
		try {
			assertThat(ip("link add qnsp-here type veth peer name qnsp-there netns qnsp-gone")).isZero();
			assertThat(ip("addr add 10.203.77.1/30 dev qnsp-here")).isZero();
			assertThat(ip("link set qnsp-here up")).isZero();
			assertThat(ip("-n qnsp-gone addr add 10.203.77.2/30 dev qnsp-there")).isZero();
			assertThat(ip("-n qnsp-gone link set qnsp-there up")).isZero();
			curl = new ProcessBuilder("ip", "netns", "exec", "qnsp-gone", "curl", "-sN", "-o", "/dev/null", "-H",
					"Authorization: " + owner.bearer(),
					"http://10.203.77.1:" + this.port + "/v1/streaming/events?eventTypes=none.*")
				.start();
			Eventually.until("it is open", () -> this.hub.openOf(owner.tenantId()) == 1);
			assertThat(ip("-n qnsp-gone addr del 10.203.77.2/30 dev qnsp-there")).isZero();
			Eventually.until("it is let go", () -> this.hub.openOf(owner.tenantId()) == 0);
			assertThat(curl.isAlive()).as("the client knows nothing of it").isTrue();
		}
		finally {
			if (curl != null) {
				curl.destroyForcibly().waitFor();
			}
			ip("link del qnsp-here");
			ip("netns del qnsp-gone");
		}
	}

	private static int ip(String arguments) throws InterruptedException {
		List<String> command = new ArrayList<>(List.of("ip"));
		command.addAll(List.of(arguments.split(" ")));
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			// There is no such program.
			return -1;
		}
	}

	private static int read(Socket socket, byte[] some) {
		try {
			return socket.getInputStream().read(some);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Socket stuck(Account account, String header) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.setSoTimeout(20_000);
		socket.connect(new InetSocketAddress("127.0.0.1", this.port));
		String last = header.isEmpty() ? "" : header + "\r\n";
		socket.getOutputStream()
			.write(("GET /v1/streaming/events?eventTypes=test.* HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
					+ account.bearer() + "\r\n" + last + "\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private List<AuditEvent> large(UUID tenantId, int count) {
		String filling = "x".repeat(2_000);
		return IntStream.range(0, count)
			.mapToObj((i) -> this.events.event(tenantId, "test.large.do", Severity.INFO, Map.of("filling", filling)))
			.toList();
	}

	@Test
	void shutdownEndsStreamsAtOnceAndTakesNoMore() {
		Account owner = this.tenants.owner();
		try {
			StepVerifier.create(closed(owner))
				.then(() -> Flux.interval(Duration.ofMillis(20))
					.filter((tick) -> this.hub.openOf(owner.tenantId()) == 1)
					.blockFirst(BOUND))
				.then(this.watch::stop)
				.assertNext((message) -> assertThat(message.data()).contains("shutdown"))
				.expectComplete()
				.verify(Duration.ofSeconds(5));
			TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/streaming/events", owner, null), 503,
					"SERVICE_UNAVAILABLE");
		}
		finally {
			this.watch.start();
		}
	}

	private Flux<Message> closed(Account account) {
		return new StreamClient(this.port).closed(account, "?eventTypes=none.*", () -> {
		});
	}

}
