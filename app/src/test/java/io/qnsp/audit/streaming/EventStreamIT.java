package io.qnsp.audit.streaming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

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
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class EventStreamIT {

	private static final Duration BOUND = Duration.ofSeconds(20);

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestEvents events;

	@Autowired
	private LiveHub hub;

	@Autowired
	private MeterRegistry meters;

	@Value("${local.server.port}")
	private int port;

	private StreamClient client;

	@BeforeEach
	void connect() {
		this.client = new StreamClient(this.port);
	}

	@Test
	void eventOfACallArrivesWhileTheStreamIsOpen() {
		Account owner = this.tenants.owner();
		String requestId = "call-" + UUID.randomUUID();
		Flux<Message> stream = this.client
			.events(owner, "", null,
					() -> Mono.fromRunnable(() -> this.web.get()
						.uri("/v1/events?limit=1")
						.header("Authorization", owner.bearer())
						.header("X-Request-Id", requestId)
						.exchange()
						.expectStatus()
						.isOk()).subscribeOn(Schedulers.boundedElastic()).subscribe());
		StepVerifier.create(stream.filter((message) -> message.data().contains(requestId)).take(1))
			.assertNext((message) -> assertThat(message.data()).contains("\"eventType\":\"audit.event.list\"",
					"\"tenantId\":\"" + owner.tenantId() + "\"", "\"outcome\":\"success\""))
			.expectComplete()
			.verify(BOUND);
	}

	@Test
	void resumesWithoutLossOrRepeatWhileEventsAreWritten() {
		Account owner = this.tenants.owner();
		int count = 5_000;
		List<AuditEvent> written = this.events.events(owner.tenantId(), "test.thing.do", count);
		Random random = new Random(7);
		AtomicReference<String> last = new AtomicReference<>();
		Set<String> started = ConcurrentHashMap.newKeySet();
		List<EventPosition> got = new ArrayList<>();
		Runnable write = () -> {
			if (started.add("once")) {
				Flux.fromIterable(written)
					.buffer(100)
					.delayElements(Duration.ofMillis(20))
					.concatMap(this.events::append)
					.subscribe();
			}
		};
		Flux<Message> connections = Flux.defer(() -> this.client.events(owner, "?eventTypes=test.*", last.get(), write)
			.take(1 + random.nextInt(700))
			.doOnNext((message) -> {
				last.set(message.id());
				got.add(EventPosition.parse(message.requiredId()).orElseThrow());
			})).repeat(() -> got.size() < count).take(count);
		StepVerifier.create(connections.then()).expectComplete().verify(Duration.ofSeconds(60));
		assertThat(got).isSorted().doesNotHaveDuplicates().hasSize(count);
		assertThat(got.stream().map(EventPosition::eventId).collect(Collectors.toSet()))
			.isEqualTo(written.stream().map(AuditEvent::eventId).collect(Collectors.toSet()));
	}

	@Test
	void resumesByQueryParameterForClientsThatCannotSetHeaders() {
		Account owner = this.tenants.owner();
		List<AuditEvent> written = this.events.events(owner.tenantId(), "test.thing.do", 300);
		this.events.append(written).block(BOUND);
		List<String> first = this.client.events(owner, "?lastEventId=" + EventPosition.START, null, () -> {
		}).take(10).map((message) -> message.requiredId()).collectList().block(BOUND);
		assertThat(first).hasSize(10);
		StepVerifier.create(this.client.events(owner, "?lastEventId=" + first.get(9), null, () -> {
		}).take(290).map(Message::eventId).collectList()).assertNext((rest) -> {
			Set<UUID> all = written.stream().map(AuditEvent::eventId).collect(Collectors.toSet());
			assertThat(all).containsAll(rest);
			assertThat(rest).doesNotHaveDuplicates().hasSize(290);
		}).expectComplete().verify(BOUND);
	}

	@Test
	void carriesNoEventOfAnotherTenant() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		Runnable write = () -> this.events.append(this.events.events(other.tenantId(), "test.thing.do", 200))
			.then(this.events.append(this.events.event(owner.tenantId(), "test.last.do", Severity.INFO, Map.of())))
			.subscribe();
		StepVerifier
			.create(this.client.events(owner, "", null, write)
				.takeUntil((message) -> message.data().contains("test.last.do"))
				.collectList())
			.assertNext((messages) -> assertThat(messages).hasSize(1))
			.expectComplete()
			.verify(BOUND);
		StepVerifier.create(this.client.events(owner, "?lastEventId=" + EventPosition.START, null, () -> {
		}).takeUntil((message) -> message.data().contains("test.last.do")).collectList())
			.assertNext((messages) -> assertThat(messages)
				.allMatch((message) -> message.data().contains("\"tenantId\":\"" + owner.tenantId())))
			.expectComplete()
			.verify(BOUND);
	}

	@Test
	void appliesInlineFiltersToLiveAndPastEvents() {
		Account owner = this.tenants.owner();
		UUID tenant = owner.tenantId();
		List<AuditEvent> written = List.of(this.events.event(tenant, "test.alpha.do", Severity.INFO, Map.of()),
				this.events.event(tenant, "test.alpha.do", Severity.WARNING, Map.of()),
				this.events.event(tenant, "test.beta.do", Severity.WARNING, Map.of()),
				this.events.event(tenant, "other.alpha.do", Severity.WARNING, Map.of()),
				this.events.event(tenant, "test.alpha.end", Severity.CRITICAL, Map.of()));
		Runnable write = () -> Flux.fromIterable(written).concatMap(this.events::append).subscribe();
		String query = "?eventTypes=test.alpha.*&services=test&severities=warning,critical";
		StepVerifier.create(this.client.events(owner, query, null, write).map(Message::eventId).take(2))
			.expectNext(written.get(1).eventId(), written.get(4).eventId())
			.expectComplete()
			.verify(BOUND);
		StepVerifier.create(this.client.events(owner, query + "&lastEventId=" + EventPosition.START, null, () -> {
		}).map(Message::eventId).take(2))
			.expectNext(written.get(1).eventId(), written.get(4).eventId())
			.expectComplete()
			.verify(BOUND);
	}

	@Test
	void appliesTheFilterOfASubscriptionAndCountsForIt() {
		Account owner = this.tenants.owner();
		String subscription = subscribe(owner, "{\"eventTypes\":[\"test.alpha.*\"]}");
		List<AuditEvent> wanted = this.events.events(owner.tenantId(), "test.alpha.do", 25);
		Runnable write = () -> this.events.append(this.events.events(owner.tenantId(), "test.beta.do", 25))
			.then(this.events.append(wanted))
			.subscribe();
		List<UUID> got = new ArrayList<>();
		AtomicReference<byte[]> during = new AtomicReference<>();
		StepVerifier
			.create(this.client.events(owner, "?subscriptionId=" + subscription, null, write).map(Message::eventId))
			.recordWith(() -> got)
			.expectNextCount(25)
			.then(() -> during.set(metrics(owner)))
			.thenCancel()
			.verify(BOUND);
		assertThat(got).containsExactlyInAnyOrderElementsOf(wanted.stream().map(AuditEvent::eventId).toList());
		assertThat(new String(during.get(), StandardCharsets.UTF_8)).contains("\"activeConnections\":1",
				"\"totalEventsStreamed\":25",
				"\"subscriptionId\":\"" + subscription + "\",\"eventsDelivered\":25,\"lastEventAt\":\"");
		StepVerifier.create(
				Flux.interval(Duration.ofMillis(20)).filter((tick) -> this.hub.openOf(owner.tenantId()) == 0).next())
			.expectNextCount(1)
			.expectComplete()
			.verify(BOUND);
		assertThat(new String(metrics(owner), StandardCharsets.UTF_8)).contains("\"activeConnections\":0",
				"\"totalEventsStreamed\":25");
	}

	@Test
	void anEventIsEncodedOnceForAllWhoLook() {
		Account owner = this.tenants.owner();
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		StreamClient guest = this.client.lookingAt(owner.tenantId());
		List<Flux<Message>> looking = List.of(this.client.messages(owner, "?eventTypes=test.*", null),
				this.client.messages(owner, "?services=test", null),
				this.client.messages(owner, "?eventTypes=test.thing.do&severities=info", null),
				guest.messages(operator, "?eventTypes=test.*", null), guest.messages(operator, "?services=test", null));
		Counter encoded = this.meters.get("qnsp.sse.events.encoded").counter();
		double before = encoded.count();
		StepVerifier.create(Flux.merge(looking))
			.expectNextCount(looking.size())
			.then(() -> this.events.append(this.events.events(owner.tenantId(), "test.thing.do", 40)).subscribe())
			.expectNextCount(40L * looking.size())
			.thenCancel()
			.verify(BOUND);
		assertThat(encoded.count() - before).isEqualTo(40);
	}

	@Test
	void aQuestionForHeadersAloneOpensNothing() {
		Account owner = this.tenants.owner();
		TestCalls.call(this.web, "HEAD", "/v1/streaming/events", owner, null).expectStatus().isOk();
		Eventually.until("no stream is open", () -> this.hub.openOf(owner.tenantId()) == 0);
	}

	@Test
	void aConnectionServesTheNextCallWhenItsStreamHasEnded() throws IOException {
		Account owner = this.tenants.owner();
		String subscription = subscribe(owner, "{}");
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(20_000);
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			ask(socket, "/v1/streaming/events?subscriptionId=" + subscription, owner);
			readUntil(in, ": connected");
			TestCalls.call(this.web, "DELETE", "/v1/streaming/subscriptions/" + subscription, owner, null)
				.expectStatus()
				.isNoContent();
			readUntil(in, "event: closed");
			readUntil(in, "0");
			ask(socket, "/v1/streaming/metrics", owner);
			readUntil(in, "HTTP/1.1 200 OK");
		}
	}

	private static void ask(Socket socket, String path, Account account) throws IOException {
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + account.bearer() + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
	}

	private static void readUntil(BufferedReader in, String wanted) throws IOException {
		String line = in.readLine();
		while (!wanted.equals(line)) {
			assertThat(line).as("the answer goes on until: " + wanted).isNotNull();
			line = in.readLine();
		}
	}

	@Test
	void refusesWhatItCannotServe() {
		Account owner = this.tenants.owner();
		Account free = this.tenants.owner(Tier.FREE);
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/streaming/events", free, null), 403,
				"ENTITLEMENT_REQUIRED");
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/streaming/metrics", free, null), 403,
				"ENTITLEMENT_REQUIRED");
		for (String id : List.of("1", "x-1", "12-34", "99999999999999999999-" + UUID.randomUUID(),
				"9223372036854775807-" + UUID.randomUUID())) {
			TestCalls.expectError(
					TestCalls.call(this.web, "GET", "/v1/streaming/events?lastEventId=" + id, owner, null), 400,
					"BAD_REQUEST");
		}
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/streaming/events?severities=loud", owner, null), 400,
				"BAD_REQUEST");
		Account other = this.tenants.owner();
		String foreign = subscribe(other, "{}");
		for (String id : List.of(foreign, UUID.randomUUID().toString())) {
			TestCalls.expectError(
					TestCalls.call(this.web, "GET", "/v1/streaming/events?subscriptionId=" + id, owner, null), 404,
					"NOT_FOUND");
		}
	}

	@Test
	void revokedKeyEndsItsStreamAndNoOther() {
		Account owner = this.tenants.owner();
		Account second = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), null, Role.OWNER);
		Runnable revoke = () -> later(
				() -> TestCalls.call(this.web, "DELETE", "/auth/api-keys/" + second.apiKeyId(), owner, null)
					.expectStatus()
					.isNoContent());
		StepVerifier.create(this.client.closed(second, "?eventTypes=none.*", revoke))
			.assertNext((message) -> assertThat(message.data()).contains("credential_ended"))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/streaming/events", second, null), 401,
				"INVALID_TOKEN");
	}

	@Test
	void suspendedTenantEndsItsStreams() {
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		Account owner = this.tenants.owner();
		Runnable suspend = () -> later(() -> TestCalls
			.call(this.web, "PATCH", "/tenant/v1/tenants/" + owner.tenantId(), operator, "{\"status\":\"suspended\"}")
			.expectStatus()
			.isOk());
		StepVerifier.create(this.client.closed(owner, "?eventTypes=none.*", suspend))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/streaming/events", owner, null), 403,
				"TENANT_SUSPENDED");
	}

	@Test
	void deletedSubscriptionEndsItsStreams() {
		Account owner = this.tenants.owner();
		String subscription = subscribe(owner, "{}");
		Runnable delete = () -> later(
				() -> TestCalls.call(this.web, "DELETE", "/v1/streaming/subscriptions/" + subscription, owner, null)
					.expectStatus()
					.isNoContent());
		StepVerifier.create(this.client.closed(owner, "?subscriptionId=" + subscription, delete))
			.assertNext((message) -> assertThat(message.data()).contains("subscription_deleted"))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void changedFiltersEndTheStreamsOfTheirSubscriptionSoThatTheyComeBackWithThem() {
		Account owner = this.tenants.owner();
		String subscription = subscribe(owner, "{}");
		Runnable change = () -> later(() -> TestCalls
			.call(this.web, "PATCH", "/v1/streaming/subscriptions/" + subscription, owner,
					"{\"filters\":{\"eventTypes\":[\"kms.*\"]}}")
			.expectStatus()
			.isOk()
			.expectBody());
		StepVerifier.create(this.client.closed(owner, "?subscriptionId=" + subscription, change))
			.assertNext((message) -> assertThat(message.data()).contains("subscription_changed"))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	private static void later(Runnable call) {
		Mono.fromRunnable(call).subscribeOn(Schedulers.boundedElastic()).subscribe();
	}

	private String subscribe(Account account, String filters) {
		Map<?, ?> answer = TestCalls
			.call(this.web, "POST", "/v1/streaming/subscriptions", account, "{\"name\":\"test\",\"filters\":" + filters
					+ ",\"destination\":{\"type\":\"webhook\",\"config\":{\"url\":\"https://hooks.example.test/x\"}}}")
			.expectStatus()
			.isCreated()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		return String.valueOf(Objects.requireNonNull(answer).get("subscriptionId"));
	}

	private byte[] metrics(Account account) {
		return Objects.requireNonNull(TestCalls.call(this.web, "GET", "/v1/streaming/metrics", account, null)
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBody());
	}

}
