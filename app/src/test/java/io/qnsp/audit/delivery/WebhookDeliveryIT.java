package io.qnsp.audit.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.delivery.TestReceiver.Received;
import io.qnsp.audit.delivery.TestReceiver.Reply;
import io.qnsp.core.caller.Role;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Webhooks from the API call to a real receiver.
 */
@QnspServerTest
class WebhookDeliveryIT {

	private static final byte[] SECRET = "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8);

	private static final String SIGNED = ",\"secret\":\"whsec_" + Base64.getEncoder().encodeToString(SECRET) + "\"";

	private final TestReceiver receiver = new TestReceiver();

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private DeliveryCalls delivery;

	@Autowired
	private CryptoEngine engine;

	private Account owner = new Account(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");

	@BeforeEach
	void makeOwner() {
		this.owner = this.tenants.owner();
	}

	@AfterEach
	void deleteSubscriptions() {
		JsonNode list = this.delivery
			.read(TestCalls.body(TestCalls.call(this.web, "GET", DeliveryCalls.PATH, this.owner, null), 200));
		list.path("subscriptions")
			.forEach((one) -> TestCalls
				.call(this.web, "DELETE", DeliveryCalls.PATH + "/" + one.path("subscriptionId").asString(), this.owner,
						null)
				.expectStatus()
				.isNoContent());
		this.receiver.close();
	}

	private void awaitIds(List<String> expected) {
		Eventually.until(expected.size() + " events at the receiver", () -> this.receiver.ids().containsAll(expected));
	}

	private void awaitDelivery(UUID id, String what, Predicate<JsonNode> condition) {
		Eventually.until(what, () -> condition.test(this.delivery.get(this.web, this.owner, id)));
	}

	@Test
	void signedCloudEventsComeInCommitOrder() {
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, SIGNED);
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 25);
		this.delivery.happenElsewhere(this.owner.tenantId(), 3);
		awaitIds(happened);
		assertThat(this.receiver.ids()).containsExactlyElementsOf(happened);
		for (Received one : this.receiver.received()) {
			assertThat(one.header("content-type")).isEqualTo("application/cloudevents+json");
			assertThat(one.header("webhook-signature")).isEqualTo(hmac(SECRET, one));
			assertThat(Instant.ofEpochSecond(Long.parseLong(one.header("webhook-timestamp"))))
				.isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
			assertThat(one.headers()).doesNotContainKey("webhook-signature-pqc");
			JsonNode event = this.delivery.read(one.body());
			assertThat(event.path("specversion").asString()).isEqualTo("1.0");
			assertThat(event.path("id").asString()).isEqualTo(one.id());
			assertThat(event.path("source").asString()).isEqualTo("/qnsp/test");
			assertThat(event.path("type").asString()).isEqualTo("test.thing.happen");
			assertThat(event.path("subject").asString()).isEqualTo("thing/thing-1");
			assertThat(event.path("tenantid").asString()).isEqualTo(this.owner.tenantId().toString());
			assertThat(event.path("sequence").asString()).endsWith(one.id());
			assertThat(event.path("data").path("eventId").asString()).isEqualTo(one.id());
			assertThat(event.path("data").path("detail").has("number")).isTrue();
		}
		awaitDelivery(id, "the count", (one) -> one.path("delivery").path("eventsDelivered").asLong() == 25);
		JsonNode shown = this.delivery.get(this.web, this.owner, id);
		assertThat(shown.path("status").asString()).isEqualTo("active");
		assertThat(shown.path("delivery").path("lastDeliveredAt").isNull()).isFalse();
		assertThat(shown.path("delivery").path("failingSince").isNull()).isTrue();
		assertThat(shown.toString()).doesNotContain(Base64.getEncoder().encodeToString(SECRET));
		String metrics = TestCalls.body(TestCalls.call(this.web, "GET", "/v1/streaming/metrics", this.owner, null),
				200);
		assertThat(this.delivery.read(metrics).path("subscriptionMetrics").get(0).path("eventsDelivered").asLong())
			.isEqualTo(25);
	}

	@Test
	void everyEventArrivesInOrderHoweverTheReceiverFails() {
		Random random = new Random(20261130);
		AtomicInteger hung = new AtomicInteger();
		Set<String> accepted = new LinkedHashSet<>();
		this.receiver.behave((request) -> {
			int draw = random.nextInt(12);
			if (draw == 0 && hung.incrementAndGet() <= 2) {
				return Reply.HANG;
			}
			if (draw == 1) {
				return Reply.CLOSE;
			}
			if (draw == 2) {
				return Reply.of(List.of(500, 502, 503, 302, 401, 403, 404, 408).get(random.nextInt(8)));
			}
			if (draw == 3) {
				return new Reply(429, Map.of("Retry-After", "0"), Duration.ZERO);
			}
			accepted.add(request.id());
			return new Reply(200, Map.of(), Duration.ofMillis(random.nextInt(20)));
		});
		this.delivery.subscribe(this.web, this.owner, this.receiver, SIGNED);
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 60);
		awaitIds(happened);
		Eventually.until("all are accepted", () -> accepted.size() == happened.size());
		assertThat(List.copyOf(accepted)).isEqualTo(happened);
	}

	@Test
	void aFailureIsShownAndTriedAgainAndRedirectsAreNotFollowed() {
		TestReceiver elsewhere = new TestReceiver();
		this.receiver.behave((request) -> new Reply(307, Map.of("Location", elsewhere.url()), Duration.ZERO));
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 2);
		awaitDelivery(id, "the error", (one) -> one.path("delivery").path("attempts").asInt() >= 2);
		JsonNode shown = this.delivery.get(this.web, this.owner, id).path("delivery");
		assertThat(shown.path("lastError").asString()).contains("307").contains("not followed");
		assertThat(shown.path("failingSince").isNull()).isFalse();
		assertThat(shown.path("nextAttemptAt").isNull()).isFalse();
		assertThat(shown.path("oldestUnreadAt").isNull()).isFalse();
		assertThat(Set.copyOf(this.receiver.ids())).containsExactly(happened.getFirst());
		this.receiver.behave((request) -> Reply.of(200));
		awaitIds(happened);
		assertThat(elsewhere.received()).isEmpty();
		elsewhere.close();
	}

	@Test
	void retryAfterIsObeyed() {
		AtomicInteger first = new AtomicInteger();
		this.receiver.behave((request) -> (first.getAndIncrement() == 0)
				? new Reply(429, Map.of("Retry-After", "2"), Duration.ZERO) : Reply.of(200));
		this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		this.delivery.happen(this.owner.tenantId(), 1);
		Eventually.until("the second attempt", () -> this.receiver.received().size() == 2);
		List<Received> both = this.receiver.received();
		assertThat(TimeUnit.NANOSECONDS.toMillis(both.get(1).nanos() - both.get(0).nanos())).isBetween(1_990L, 10_000L);
	}

	@Test
	void goneDisablesAtOnceWithAnEventAndResumingLosesNothing() {
		this.receiver.behave((request) -> Reply.of(410));
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		List<String> happened = new ArrayList<>(this.delivery.happen(this.owner.tenantId(), 3));
		awaitDelivery(id, "it is disabled", (one) -> one.path("status").asString().equals("disabled"));
		assertThat(this.delivery.get(this.web, this.owner, id).path("statusReason").asString()).contains("410");
		assertThat(this.receiver.received()).hasSize(1);
		assertThat(this.calls.events(this.owner.tenantId(), "audit.subscription.disable")).singleElement()
			.asString()
			.contains(id.toString(), "410", "audit-delivery")
			.doesNotContain("in-the-query");
		happened.addAll(this.delivery.happen(this.owner.tenantId(), 2));
		this.receiver.behave((request) -> Reply.of(200));
		this.delivery.call(this.web, "PATCH", this.owner, id.toString(), "{\"status\":\"active\"}");
		awaitIds(happened);
		assertThat(this.receiver.ids().subList(1, 6)).isEqualTo(happened);
	}

	@Test
	void persistentFailureDisablesWithAnEventAndResumingLosesNothing() {
		this.receiver.behave((request) -> Reply.of(503));
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 2);
		awaitDelivery(id, "a failure", (one) -> !one.path("delivery").path("failingSince").isNull());
		this.delivery.failForDays(id);
		awaitDelivery(id, "it is disabled", (one) -> one.path("status").asString().equals("disabled"));
		assertThat(this.delivery.get(this.web, this.owner, id).path("statusReason").asString()).contains("503");
		assertThat(this.calls.events(this.owner.tenantId(), "audit.subscription.disable")).hasSize(1);
		this.receiver.behave((request) -> Reply.of(200));
		JsonNode resumed = this.delivery.call(this.web, "PATCH", this.owner, id.toString(), "{\"status\":\"active\"}");
		assertThat(resumed.path("statusReason").isNull()).isTrue();
		awaitIds(happened);
	}

	@Test
	void refusedEventsBecomeDeadLettersAndAreSentAgainOnDemand() {
		Map<String, Integer> refused = new ConcurrentHashMap<>();
		this.receiver.behave((request) -> Reply.of(refused.getOrDefault(request.id(), 200)));
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, SIGNED);
		this.delivery.call(this.web, "PATCH", this.owner, id.toString(), "{\"status\":\"paused\"}");
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 4);
		refused.put(happened.get(0), 413);
		refused.put(happened.get(2), 422);
		this.delivery.call(this.web, "PATCH", this.owner, id.toString(), "{\"status\":\"active\"}");
		awaitDelivery(id, "two dead letters", (one) -> one.path("delivery").path("deadLetters").asInt() == 2
				&& one.path("delivery").path("eventsDelivered").asInt() == 2);
		assertThat(this.receiver.ids()).containsExactly(happened.get(0), happened.get(1), happened.get(2),
				happened.get(2), happened.get(2), happened.get(3));
		String letters = id + "/dead-letters";
		JsonNode list = this.delivery.call(this.web, "GET", this.owner, letters + "?limit=1", "");
		assertThat(list.path("deadLetters").get(0).path("eventId").asString()).isEqualTo(happened.get(2));
		assertThat(list.path("deadLetters").get(0).path("reason").asString()).contains("422");
		JsonNode second = this.delivery.call(this.web, "GET", this.owner,
				letters + "?limit=1&cursor=" + list.path("nextCursor").asString(), "");
		assertThat(second.path("deadLetters").get(0).path("eventId").asString()).isEqualTo(happened.get(0));
		assertThat(second.path("nextCursor").isNull()).isTrue();
		refused.remove(happened.get(0));
		JsonNode resent = this.delivery.call(this.web, "POST", this.owner, letters + "/resend", "{}");
		assertThat(resent.path("accepted").get(0).asString()).isEqualTo(happened.get(0));
		assertThat(resent.path("refused").get(0).path("eventId").asString()).isEqualTo(happened.get(2));
		assertThat(resent.path("remaining").asInt()).isOne();
		refused.clear();
		JsonNode last = this.delivery.call(this.web, "POST", this.owner, letters + "/resend",
				"{\"eventIds\":[\"" + happened.get(2) + "\"]}");
		assertThat(last.path("remaining").asInt()).isZero();
		Received again = this.receiver.received().getLast();
		assertThat(again.id()).isEqualTo(happened.get(2));
		assertThat(again.header("webhook-signature")).isEqualTo(hmac(SECRET, again));
		TestCalls.expectError(TestCalls.call(this.web, "POST", DeliveryCalls.PATH + "/" + letters + "/resend",
				this.owner, "{\"eventIds\":[\"" + happened.get(2) + "\"]}"), 404, "NOT_FOUND");
	}

	@Test
	void aPausedSubscriptionGetsEverythingLater() {
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		List<String> before = this.delivery.happen(this.owner.tenantId(), 1);
		awaitIds(before);
		JsonNode paused = this.delivery.call(this.web, "PATCH", this.owner, id.toString(),
				"{\"status\":\"paused\",\"name\":\"quiet\"}");
		assertThat(paused.path("status").asString()).isEqualTo("paused");
		assertThat(paused.path("name").asString()).isEqualTo("quiet");
		List<String> meanwhile = this.delivery.happen(this.owner.tenantId(), 5);
		awaitDelivery(id, "the lag", (one) -> !one.path("delivery").path("oldestUnreadAt").isNull());
		assertThat(this.receiver.ids()).isEqualTo(before);
		this.delivery.call(this.web, "PATCH", this.owner, id.toString(), "{\"status\":\"active\"}");
		awaitIds(meanwhile);
		assertThat(this.receiver.ids().subList(1, 6)).isEqualTo(meanwhile);
	}

	@Test
	void filtersAndDestinationsCanBeReplaced() {
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, SIGNED);
		awaitIds(this.delivery.happen(this.owner.tenantId(), 1));
		TestReceiver other = new TestReceiver();
		JsonNode changed = this.delivery.call(this.web, "PATCH", this.owner, id.toString(), """
				{"filters":{"eventTypes":["test.other.*"]},
				 "destination":{"type":"webhook","config":{"url":"%s","secret":"another-secret-text"}}}
				""".formatted(other.url()));
		assertThat(changed.path("destination").path("config").path("url").asString()).isEqualTo(other.url());
		assertThat(changed.toString()).doesNotContain("another-secret-text");
		this.delivery.happen(this.owner.tenantId(), 1);
		this.delivery.happenElsewhere(this.owner.tenantId(), 1);
		Eventually.until("the event at the other receiver", () -> other.received().size() == 1);
		Received one = other.received().getFirst();
		assertThat(one.body()).contains("test.other.happen");
		assertThat(one.header("webhook-signature"))
			.isEqualTo(hmac("another-secret-text".getBytes(StandardCharsets.UTF_8), one));
		assertThat(this.receiver.received()).hasSize(1);
		other.close();
	}

	@Test
	void replaysFromATimeAndFromAnEvent() {
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 6);
		awaitDelivery(id, "all are delivered", (one) -> one.path("delivery").path("eventsDelivered").asInt() == 6);
		JsonNode back = this.delivery.call(this.web, "POST", this.owner, id + "/replay",
				"{\"from\":\"" + happened.get(4) + "\"}");
		assertThat(back.path("setBack").asBoolean()).isTrue();
		awaitDelivery(id, "two once more", (one) -> one.path("delivery").path("eventsDelivered").asInt() == 8);
		assertThat(this.receiver.ids().subList(6, 8)).isEqualTo(happened.subList(4, 6));
		String third = this.delivery.read(this.receiver.received().get(2).body()).path("time").asString();
		this.delivery.call(this.web, "POST", this.owner, id + "/replay", "{\"from\":\"" + third + "\"}");
		awaitDelivery(id, "the rest once more", (one) -> one.path("delivery").path("eventsDelivered").asInt() >= 12);
		List<String> again = this.receiver.ids().subList(8, this.receiver.ids().size());
		assertThat(again).containsSubsequence(happened.subList(2, 6));
		TestCalls.expectError(TestCalls.call(this.web, "POST", DeliveryCalls.PATH + "/" + id + "/replay", this.owner,
				"{\"from\":\"0197a000-0000-7000-8000-0000dead0008\"}"), 404, "NOT_FOUND");
	}

	@Test
	void aRotatedSecretIsShownOnceAndBothSignForADay() {
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, SIGNED);
		JsonNode rotated = this.delivery.call(this.web, "POST", this.owner, id + "/rotate-secret", "");
		String secret = rotated.path("secret").asString();
		assertThat(secret).startsWith("whsec_");
		assertThat(Duration.between(Instant.now(), Instant.parse(rotated.path("previousSecretValidUntil").asString())))
			.isBetween(Duration.ofHours(23), Duration.ofHours(24));
		awaitIds(this.delivery.happen(this.owner.tenantId(), 1));
		Received one = this.receiver.received().getFirst();
		byte[] fresh = Base64.getDecoder().decode(secret.substring("whsec_".length()));
		assertThat(fresh).hasSize(32);
		assertThat(one.header("webhook-signature")).isEqualTo(hmac(fresh, one) + " " + hmac(SECRET, one));
		assertThat(this.delivery.get(this.web, this.owner, id).toString()).doesNotContain(secret.substring(6));
		assertThat(this.calls.eventsThatHold(secret.substring(6))).isZero();
	}

	@Test
	void aWebhookThatMovesKeepsTheSecretThatItsReceiversKnow() {
		UUID id = this.delivery.subscribe(this.web, this.owner, "https://before.example.com/in", SIGNED);
		JsonNode moved = this.delivery.call(this.web, "PATCH", this.owner, id.toString(), """
				{"destination":{"type":"webhook","config":{"url":"%s"}}}""".formatted(this.receiver.url()));
		assertThat(moved.path("destination").path("secretFields").toString()).isEqualTo("[\"secret\"]");
		awaitIds(this.delivery.happen(this.owner.tenantId(), 1));
		Received one = this.receiver.received().getFirst();
		assertThat(one.header("webhook-signature")).isEqualTo(hmac(SECRET, one));
	}

	@Test
	void aWebhookWithoutASecretGetsOne() {
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		assertThat(this.delivery.get(this.web, this.owner, id).path("destination").path("secretFields").toString())
			.isEqualTo("[\"secret\"]");
		awaitIds(this.delivery.happen(this.owner.tenantId(), 1));
		assertThat(this.receiver.received().getFirst().header("webhook-signature")).startsWith("v1,");
	}

	@Test
	void thePlatformSignsWithMlDsaWhenAskedTo() {
		this.delivery.subscribe(this.web, this.owner, this.receiver, SIGNED + ",\"pqcSignature\":true");
		awaitIds(this.delivery.happen(this.owner.tenantId(), 1));
		Received one = this.receiver.received().getFirst();
		JsonNode keys = this.delivery.read(Objects.requireNonNull(this.web.get()
			.uri("/audit/v1/streaming/webhook-keys")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody()));
		String publicKey = "";
		for (JsonNode key : keys.path("keys")) {
			if (key.path("keyId").asString().equals(one.header("webhook-signature-pqc-key"))) {
				publicKey = key.path("publicKey").asString();
			}
		}
		String[] signature = one.header("webhook-signature-pqc").split(",", -1);
		assertThat(signature[0]).isEqualTo("v1mldsa65");
		assertThat(this.engine.signatures()
			.verify(Algorithm.ML_DSA_65, Base64.getDecoder().decode(publicKey),
					content(one).getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature[1]))
			.block()).isTrue();
		assertThat(one.header("webhook-signature")).isEqualTo(hmac(SECRET, one));
	}

	@Test
	void batchesAreArraysAndOneRefusedEventIsFound() {
		this.receiver.behave((request) -> Reply.of(request.body().contains("\"number\":7") ? 413 : 200));
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, SIGNED + ",\"batchSize\":5");
		this.delivery.call(this.web, "PATCH", this.owner, id.toString(), "{\"status\":\"paused\"}");
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 12);
		this.delivery.call(this.web, "PATCH", this.owner, id.toString(), "{\"status\":\"active\"}");
		awaitDelivery(id, "eleven and a dead letter",
				(one) -> one.path("delivery").path("eventsDelivered").asInt() == 11
						&& one.path("delivery").path("deadLetters").asInt() == 1);
		Received first = this.receiver.received().getFirst();
		assertThat(first.header("content-type")).isEqualTo("application/cloudevents-batch+json");
		assertThat(first.id()).isEqualTo(happened.get(0) + "_" + happened.get(4));
		assertThat(first.header("webhook-signature")).isEqualTo(hmac(SECRET, first));
		JsonNode events = this.delivery.read(first.body());
		assertThat(events.size()).isEqualTo(5);
		assertThat(events.get(4).path("id").asString()).isEqualTo(happened.get(4));
	}

	@Test
	void oneTenantsHangingReceiversHoldUpNobodyElse() {
		this.receiver.behave((request) -> Reply.HANG);
		for (int i = 0; i < 12; i++) {
			this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		}
		this.delivery.happen(this.owner.tenantId(), 1);
		Eventually.until("the hanging receivers", () -> this.receiver.received().size() >= 4);
		Account other = this.tenants.owner();
		TestReceiver quick = new TestReceiver();
		UUID id = this.delivery.subscribe(this.web, other, quick, "");
		long started = System.nanoTime();
		List<String> happened = this.delivery.happen(other.tenantId(), 3);
		Eventually.until("the other tenant's events", () -> quick.ids().containsAll(happened));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
		TestCalls.call(this.web, "DELETE", DeliveryCalls.PATH + "/" + id, other, null).expectStatus().isNoContent();
		quick.close();
	}

	@Test
	void othersSubscriptionsAreNotThereAndBadInputIsRefused() {
		UUID id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		String path = DeliveryCalls.PATH + "/" + id;
		Account other = this.tenants.owner();
		String event = this.delivery.happen(other.tenantId(), 1).getFirst();
		Map<String, String> ours = Map.of("GET ", "", "PATCH ", "{\"name\":\"x\"}", "GET /dead-letters", "",
				"POST /dead-letters/resend", "{}", "POST /replay", "{\"from\":\"2026-01-01T00:00:00Z\"}",
				"POST /rotate-secret", "");
		ours.forEach((call, body) -> {
			String[] parts = call.split(" ", -1);
			TestCalls.expectError(
					TestCalls.call(this.web, parts[0], path + parts[1], other, body.isEmpty() ? null : body), 404,
					"NOT_FOUND");
		});
		TestCalls.expectError(
				TestCalls.call(this.web, "POST", path + "/replay", this.owner, "{\"from\":\"" + event + "\"}"), 404,
				"NOT_FOUND");
		TestCalls.expectError(TestCalls.call(this.web, "PATCH", path,
				this.tenants.member(this.owner.tenantId(), Role.VIEWER), "{\"name\":\"x\"}"), 403, "FORBIDDEN");
		Map<String, List<String>> bad = Map.of("PATCH ", List.of("{}", "{\"status\":\"disabled\"}", "{\"name\":\" \"}",
				"{\"name\":\"\\u0007\"}", "{\"name\":\"a\\ud800\"}", "{\"filters\":{\"severities\":[\"x\"]}}",
				"{\"destination\":{\"type\":\"webhook\",\"config\":{}}}",
				"{\"destination\":{\"type\":\"webhook\",\"config\":{\"url\":\"https://10.0.0.1/\"}}}",
				"{\"destination\":{\"type\":\"webhook\",\"config\":{\"url\":\"https://a.test/\",\"batchSize\":101}}}",
				"{\"destination\":{\"type\":\"webhook\",\"config\":{\"url\":\"https://a.test/\",\"pqcSignature\":1}}}",
				"{\"destination\":{\"type\":\"webhook\",\"config\":{\"url\":\"https://a.test/\",\"secret\":\"whsec_not*base64*at*all*\"}}}"),
				"POST /replay",
				List.of("{}", "{\"from\":\"yesterday\"}", "{\"from\":\"9999-01-01T00:00:00Z\"}",
						"{\"from\":\"1969-01-01T00:00:00Z\"}"),
				"POST /dead-letters/resend",
				List.of("{\"eventIds\":[]}", "{\"eventIds\":[null]}", "{\"eventIds\":[\"x\"]}"));
		bad.forEach((call, bodies) -> {
			String[] parts = call.split(" ", -1);
			bodies.forEach((body) -> TestCalls.expectError(
					TestCalls.call(this.web, parts[0], path + parts[1], this.owner, body), 400, "BAD_REQUEST"));
		});
	}

	private static String content(Received one) {
		return one.id() + "." + one.header("webhook-timestamp") + "." + one.body();
	}

	private static String hmac(byte[] key, Received one) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return "v1,"
					+ Base64.getEncoder().encodeToString(mac.doFinal(content(one).getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
