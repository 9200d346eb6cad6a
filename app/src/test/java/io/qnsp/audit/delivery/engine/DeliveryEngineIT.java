package io.qnsp.audit.delivery.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.delivery.DeliveryCalls;
import io.qnsp.audit.delivery.TestReceiver;
import io.qnsp.audit.delivery.TestReceiver.Reply;
import io.qnsp.audit.subscription.DeliverableSubscriptions;
import io.qnsp.core.caller.Role;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.JournalTail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several owners of one subscription: takeover, fencing, and nothing lost in between.
 */
@QnspServerTest
class DeliveryEngineIT {

	private final TestReceiver receiver = new TestReceiver();

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private DeliveryCalls delivery;

	@Autowired
	private DeliveryRepository repository;

	@Autowired
	private DeliverableSubscriptions subscriptions;

	@Autowired
	private DeliveryTools tools;

	@Autowired
	private JournalTail tail;

	@Autowired
	private Ids ids;

	private Account owner = new Account(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");

	private UUID id = new UUID(0, 0);

	@BeforeEach
	void subscribe() {
		this.owner = this.tenants.owner();
		this.id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
	}

	@AfterEach
	void unsubscribe() {
		TestCalls.call(this.web, "DELETE", DeliveryCalls.PATH + "/" + this.id, this.owner, null)
			.expectStatus()
			.isNoContent();
		this.receiver.close();
	}

	private JsonNode shown() {
		return this.delivery.get(this.web, this.owner, this.id).path("delivery");
	}

	// As a crashed instance would: it has the lease and never gives it back.
	private Lease takeAway(Duration period) {
		this.delivery.call(this.web, "PATCH", this.owner, this.id.toString(), "{\"status\":\"paused\"}");
		AtomicReference<@Nullable Lease> lease = new AtomicReference<>();
		this.delivery.call(this.web, "PATCH", this.owner, this.id.toString(), "{\"status\":\"active\"}");
		Eventually.until("the lease", () -> {
			lease.set(this.repository.claim(this.owner.tenantId(), this.id, this.ids.next(), period).block());
			return lease.get() != null;
		});
		return Objects.requireNonNull(lease.get());
	}

	@Test
	void anotherInstanceTakesOverWhenTheLeaseEndsAndTheOldOwnerChangesNothing() {
		Lease old = takeAway(Duration.ofSeconds(3));
		long taken = System.nanoTime();
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 5);
		Eventually.until("the events", () -> this.receiver.ids().containsAll(happened));
		assertThat(this.receiver.ids()).isEqualTo(happened);
		assertThat(Duration.ofNanos(this.receiver.received().getFirst().nanos() - taken))
			.isGreaterThan(Duration.ofMillis(2500));
		Eventually.until("the count", () -> shown().path("eventsDelivered").asInt() == 5);
		String position = shown().path("position").asString();
		NextStep.Retry retry = new NextStep.Retry(1, 1, 0, Duration.ofDays(1), "late");
		for (var write : List.of(this.repository.advance(old, old.position(), 3),
				this.repository.moveOn(old, old.position()), this.repository.release(old, old.position()),
				this.repository.postpone(old, old.position(), retry).then())) {
			StepVerifier.create(write).verifyError(LeaseLostException.class);
		}
		assertThat(shown().path("position").asString()).isEqualTo(position);
		assertThat(shown().path("eventsDelivered").asInt()).isEqualTo(5);
	}

	@Test
	void aReplayTakesTheSubscriptionFromWhoeverHasIt() {
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 2);
		Eventually.until("the events", () -> shown().path("eventsDelivered").asInt() == 2);
		Lease old = takeAway(Duration.ofMinutes(10));
		this.delivery.call(this.web, "POST", this.owner, this.id + "/replay",
				"{\"from\":\"" + happened.getFirst() + "\"}");
		Eventually.until("both once more", () -> this.receiver.received().size() == 4);
		StepVerifier.create(this.repository.advance(old, old.position(), 1)).verifyError(LeaseLostException.class);
	}

	@Test
	void twoEnginesLoseNothingWhileOneOfThemStops() {
		Set<String> accepted = ConcurrentHashMap.newKeySet();
		this.receiver.behave((request) -> {
			if (request.nanos() % 7 == 0) {
				return Reply.of(503);
			}
			accepted.add(request.id());
			return new Reply(200, Map.of(), Duration.ofMillis(5));
		});
		DeliveryEngine second = new DeliveryEngine(this.tools, this.ids.next());
		second.start();
		second.put(Objects.requireNonNull(this.subscriptions.findActive(this.owner.tenantId(), this.id).block()));
		Disposable listening = this.tail.listen((entries) -> entries
			.forEach((entry) -> second.book().ofTenant(entry.event().tenantId()).forEach(second::signal)));
		List<String> first = this.delivery.happen(this.owner.tenantId(), 40);
		this.delivery.call(this.web, "PATCH", this.owner, this.id.toString(), "{\"name\":\"anew\"}");
		List<String> more = this.delivery.happen(this.owner.tenantId(), 40);
		second.stop().block();
		listening.dispose();
		List<String> last = this.delivery.happen(this.owner.tenantId(), 10);
		Eventually.until("every event",
				() -> accepted.containsAll(first) && accepted.containsAll(more) && accepted.containsAll(last));
		List<String> firsts = this.receiver.ids().stream().distinct().toList();
		assertThat(firsts).containsSubsequence(first).containsSubsequence(more).containsSubsequence(last).hasSize(90);
	}

	@Test
	void aChangedFilterCountsForEveryEventFromTheAnswerOn() {
		for (int i = 0; i < 25; i++) {
			filter("test.nothing.*");
			this.delivery.happenElsewhere(this.owner.tenantId(), 3);
			filter("test.thing.*");
			List<String> wanted = this.delivery.happen(this.owner.tenantId(), 2);
			Eventually.until("what happened after the answer", () -> this.receiver.ids().containsAll(wanted));
		}
	}

	private void filter(String eventType) {
		this.delivery.call(this.web, "PATCH", this.owner, this.id.toString(),
				"{\"filters\":{\"eventTypes\":[\"" + eventType + "\"]}}");
	}

	@Test
	void onlyLeasesThatAreUsedAreRenewedAndOneThatIsBeingChangedHoldsUpNoOther() throws SQLException {
		UUID used = this.id;
		Lease kept = takeAway(Duration.ofMinutes(1));
		this.id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		Lease locked = takeAway(Duration.ofMinutes(1));
		UUID second = this.id;
		this.id = this.delivery.subscribe(this.web, this.owner, this.receiver, "");
		takeAway(Duration.ofMinutes(1));
		try (Connection connection = TestDatabase.dataSource("postgres").getConnection()) {
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.execute(
						"SELECT 1 FROM qnsp.audit_delivery WHERE subscription_id = '%s' FOR UPDATE".formatted(second));
				assertThat(this.repository.renew(List.of(kept, locked), Duration.ofHours(1)).block())
					.isEqualTo(Map.of(used, kept.epoch()));
			}
			connection.rollback();
		}
		JdbcTemplate database = new JdbcTemplate(TestDatabase.dataSource("postgres"));
		assertThat(database.queryForList("""
				SELECT subscription_id FROM qnsp.audit_delivery
				WHERE tenant_id = ? AND lease_until > now() + interval '30 minutes'
				""", UUID.class, this.owner.tenantId())).containsExactly(used);
		for (UUID done : List.of(used, second)) {
			TestCalls.call(this.web, "DELETE", DeliveryCalls.PATH + "/" + done, this.owner, null)
				.expectStatus()
				.isNoContent();
		}
	}

	@Test
	void aSuspendedTenantGetsNothingAndEverythingWhenItIsActiveAgain() {
		Account other = this.tenants.owner();
		TestReceiver others = new TestReceiver();
		UUID othersId = this.delivery.subscribe(this.web, other, others, "");
		List<String> before = this.delivery.happen(this.owner.tenantId(), 1);
		Eventually.until("the first event", () -> this.receiver.ids().equals(before));
		for (List<String> change : List.of(List.of("{\"status\":\"suspended\"}", "{\"status\":\"active\"}"),
				List.of("{\"tier\":\"free\"}", "{\"tier\":\"enterprise-elite\"}"))) {
			change(change.getFirst());
			int known = this.receiver.received().size();
			List<String> meanwhile = this.delivery.happen(this.owner.tenantId(), 3);
			List<String> elsewhere = this.delivery.happen(other.tenantId(), 1);
			Eventually.until("a later event elsewhere", () -> others.ids().containsAll(elsewhere));
			assertThat(this.receiver.received()).hasSize(known);
			change(change.getLast());
			Eventually.until("what happened meanwhile", () -> this.receiver.ids().containsAll(meanwhile));
		}
		TestCalls.call(this.web, "DELETE", DeliveryCalls.PATH + "/" + othersId, other, null)
			.expectStatus()
			.isNoContent();
		others.close();
	}

	private void change(String tenant) {
		TestCalls
			.call(this.web, "PATCH", "/tenant/v1/tenants/" + this.owner.tenantId(),
					this.tenants.platform(Role.PLATFORM_OPERATOR), tenant)
			.expectStatus()
			.isOk()
			.expectBody();
	}

	@Test
	void thePlaceMovesOnAlthoughNothingPassesTheFilter() {
		String before = shown().path("position").asString();
		this.delivery.happenElsewhere(this.owner.tenantId(), 250);
		Eventually.until("the place moves on", () -> {
			JsonNode now = shown();
			return !now.path("position").asString().equals(before);
		});
		assertThat(this.receiver.received()).isEmpty();
	}

	@Test
	void aDestinationThatNobodyUsesIsClosedAndItsLeaseGivenBack() {
		this.delivery.happen(this.owner.tenantId(), 1);
		Eventually.until("the event", () -> this.receiver.received().size() == 1);
		Eventually.until("the lease is free",
				() -> this.repository.claim(this.owner.tenantId(), this.id, this.ids.next(), Duration.ofMillis(500))
					.block() != null);
	}

	@Test
	void errorsOfTheDestinationItselfAreFailuresThatNameNothingInside() {
		TestCalls.call(this.web, "PATCH", DeliveryCalls.PATH + "/" + this.id, this.owner, """
				{"destination":{"type":"webhook","config":{"url":"https://no-such-host.invalid/in?token=x"}}}
				""").expectStatus().isOk();
		this.delivery.happen(this.owner.tenantId(), 1);
		Eventually.until("the error", () -> !shown().path("lastError").isNull());
		assertThat(shown().path("lastError").asString()).doesNotContain("token").doesNotContain("Exception");
	}

}
