package io.qnsp.audit.streaming;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
@TestPropertySource(properties = { "qnsp.streaming.heartbeat=500ms", "qnsp.streaming.recheck=300ms",
		"qnsp.streaming.max-streams-per-tenant=2" })
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
