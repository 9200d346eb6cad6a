package io.qnsp.audit.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.retention.RetentionScene.Recorded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is due, by calls: the server against a second model of the rules in this test.
 */
@QnspServerTest
class RetentionCleanupIT {

	private static final List<String> TYPES = List.of("auth.token.create", "auth.token_x.create", "auth.tokens.list",
			"kms.key.sign", "kms.key.create", "vault.secret.read");

	private static final List<String> TERMS = List.of("auth.token.*", "auth.token_*", "kms.key.sign", "kms.*", "*");

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestCalls calls;

	@Autowired
	private RetentionScene scene;

	/**
	 * A policy or a hold as this test understands it.
	 */
	private record Rule(String id, Period period, List<String> terms, List<String> services, @Nullable String actor,
			boolean archive) {

		boolean matches(Recorded event) {
			return (this.terms.isEmpty() || this.terms.stream()
				.anyMatch((term) -> term.endsWith("*")
						? event.eventType().startsWith(term.substring(0, term.length() - 1))
						: event.eventType().equals(term)))
					&& (this.services.isEmpty() || this.services.contains(event.service()))
					&& (this.actor == null || this.actor.equals(event.actorId()));
		}

		boolean hasPassed(Recorded event) {
			return !event.recordedAt()
				.atZone(ZoneOffset.UTC)
				.plus(this.period)
				.toInstant()
				.isAfter(LocalDate.now(ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toInstant());
		}

	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void previewDryRunAndCleanupTellTheSameAndDeleteExactlyWhatIsDue(long seed) {
		Random random = new Random(seed);
		Account owner = this.scene.owner();
		List<Rule> policies = new ArrayList<>();
		for (int i = 0; i < 2 + random.nextInt(4); i++) {
			Rule drawn = drawn(random);
			policies.add(new Rule(
					this.scene.policy(this.web, owner, drawn.period().toString(), quoted(drawn.terms()),
							quoted(drawn.services()), drawn.archive()),
					drawn.period(), drawn.terms(), drawn.services(), null, drawn.archive()));
		}
		List<Rule> holds = new ArrayList<>();
		for (int i = 0; i < random.nextInt(3); i++) {
			holds.add(hold(owner, random));
		}
		List<Recorded> events = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			String type = TYPES.get(random.nextInt(TYPES.size()));
			Instant at = RetentionScene.daysAgo(random.nextInt(140) + ((i % 3 == 0) ? 0 : random.nextDouble()));
			events.add(new Recorded(this.scene.id(at), at, type, type.substring(0, type.indexOf('.')),
					"actor-" + random.nextInt(4), "resource-" + i));
		}
		this.scene.record(owner.tenantId(), events);
		Set<UUID> left = new HashSet<>(events.stream().map(Recorded::eventId).toList());
		for (Rule asked : policies) {
			List<Recorded> due = events.stream()
				.filter((event) -> left.contains(event.eventId()) && isDue(event, asked, policies, holds))
				.toList();
			agrees(owner, asked, due, policies);
			due.forEach((event) -> left.remove(event.eventId()));
			assertThat(this.scene.left(owner.tenantId())).as("seed %d, policy %s", seed, asked)
				.containsExactlyInAnyOrderElementsOf(left);
		}
	}

	private void agrees(Account owner, Rule asked, List<Recorded> due, List<Rule> policies) {
		Map<?, ?> preview = this.scene.preview(this.web, owner, asked.id());
		Map<?, ?> dry = this.scene.clean(this.web, owner, asked.id(), true);
		Map<?, ?> real = this.scene.clean(this.web, owner, asked.id(), false);
		long archived = due.stream()
			.filter((event) -> policies.stream().anyMatch((policy) -> policy.archive() && policy.matches(event)))
			.count();
		assertThat(RetentionScene.number(preview, "eventsAffected")).as(asked.toString()).isEqualTo(due.size());
		for (Map<?, ?> answer : List.of(dry, real)) {
			assertThat(RetentionScene.number(answer, "eventsProcessed")).isEqualTo(due.size());
			assertThat(RetentionScene.number(answer, "eventsDeleted")).isEqualTo(due.size());
			assertThat(RetentionScene.number(answer, "eventsArchived")).isEqualTo(archived);
		}
		Map<?, ?> execution = this.scene.get(this.web, owner,
				"/v1/retention/executions/" + RetentionScene.text(real, "executionId"));
		assertThat(execution.get("status")).isEqualTo("completed");
		assertThat(RetentionScene.number(execution, "bytesReclaimed"))
			.isEqualTo(RetentionScene.number(preview, "sizeBytes"));
		assertThat(execution.get("oldestEvent")).isEqualTo(preview.get("oldestEventDate"));
		assertThat(execution.get("newestEvent")).isEqualTo(preview.get("newestEventDate"));
	}

	private static boolean isDue(Recorded event, Rule asked, List<Rule> policies, List<Rule> holds) {
		Rule legal = new Rule("", Period.ofDays(30), List.of(), List.of(), null, false);
		return asked.matches(event) && legal.hasPassed(event)
				&& policies.stream()
					.filter((policy) -> policy.matches(event))
					.allMatch((policy) -> policy.hasPassed(event))
				&& holds.stream().noneMatch((hold) -> hold.matches(event));
	}

	private static Rule drawn(Random random) {
		List<Period> periods = List.of(Period.ofDays(30), Period.ofDays(45), Period.ofMonths(2), Period.ofDays(100),
				Period.of(0, 3, 5));
		return new Rule("", periods.get(random.nextInt(periods.size())),
				random.nextBoolean() ? List.of() : List.of(TERMS.get(random.nextInt(TERMS.size()))),
				(random.nextInt(4) == 0) ? List.of("auth", "vault") : List.of(), null, random.nextInt(3) == 0);
	}

	private Rule hold(Account owner, Random random) {
		String actor = "actor-" + random.nextInt(4);
		List<String> terms = random.nextBoolean() ? List.of() : List.of(TERMS.get(random.nextInt(TERMS.size())));
		TestCalls
			.call(this.web, "POST", "/v1/legal-holds", owner,
					"""
							{"name":"hold","reason":"matter","actorId":"%s","scope":{"eventTypes":[%s]}}"""
						.formatted(actor, quoted(terms)))
			.expectStatus()
			.isCreated();
		return new Rule("", Period.ZERO, terms, List.of(), actor, false);
	}

	private static String quoted(List<String> texts) {
		return texts.isEmpty() ? "" : "\"" + String.join("\",\"", texts) + "\"";
	}

	@Test
	void theLongestPeriodOfAllPoliciesThatMatchCounts() {
		Account owner = this.scene.owner();
		String shorter = this.scene.policy(this.web, owner, "P30D", "", "", false);
		this.scene.policy(this.web, owner, "P100D", "\"kms.*\"", "", false);
		Recorded kept = this.scene.event(RetentionScene.daysAgo(60), "kms.key.sign");
		this.scene.record(owner.tenantId(),
				List.of(kept, this.scene.event(RetentionScene.daysAgo(60), "auth.token.create"),
						this.scene.event(RetentionScene.daysAgo(101), "kms.key.sign")));
		assertThat(RetentionScene.number(this.scene.clean(this.web, owner, shorter, false), "eventsDeleted"))
			.isEqualTo(2);
		assertThat(this.scene.left(owner.tenantId())).containsExactly(kept.eventId());
	}

	@Test
	void aMinimumThatRoseAfterThePolicyWasMadeCounts() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		this.scene.record(owner.tenantId(), List.of(this.scene.event(RetentionScene.daysAgo(100), "kms.key.sign"),
				this.scene.event(RetentionScene.daysAgo(400), "kms.key.sign")));
		this.scene.database()
			.update("UPDATE qnsp.tenant SET tier = 'enterprise-pro' WHERE tenant_id = ?", owner.tenantId());
		assertThat(RetentionScene.number(this.scene.preview(this.web, owner, policy), "eventsAffected")).isEqualTo(1);
		this.scene.database().update("""
				UPDATE qnsp.tenant SET tier = 'free', add_ons = '{audit-trails-retention-7yr}' WHERE tenant_id = ?
				""", owner.tenantId());
		assertThat(RetentionScene.number(this.scene.clean(this.web, owner, policy, false), "eventsDeleted")).isZero();
	}

	@Test
	void whoeverAppendsOldTimestampsDoesNotShortenAnything() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		Recorded event = this.scene.event(RetentionScene.daysAgo(29), "kms.key.sign");
		this.scene.write(owner.tenantId(), List.of(event));
		this.scene.database()
			.update("UPDATE qnsp.audit_event SET occurred_at = '2001-01-01' WHERE event_id = ?", event.eventId());
		this.scene.record(owner.tenantId(), List.of());
		assertThat(RetentionScene.number(this.scene.preview(this.web, owner, policy), "eventsAffected")).isZero();
	}

	// Old events are sealed by the server itself within seconds, so the checkpoint is
	// taken away for one statement.
	@Test
	void whatNoCheckpointCoversOrSomebodyHasNotReadStays() {
		Account owner = this.scene.owner();
		this.scene.policy(this.web, owner, "P30D", "", "", false);
		this.scene.record(owner.tenantId(), List.of(this.scene.event(RetentionScene.daysAgo(50), "kms.key.sign")));
		assertThat(due(owner, "usage-meters", "SELECT 1")).isEqualTo(1);
		assertThat(due(owner, "usage-meters", "DELETE FROM qnsp.audit_checkpoint WHERE tenant_id = '%s'"))
			.as("without a checkpoint")
			.isZero();
		assertThat(due(owner, "projection-that-has-not-begun", "SELECT 1")).isZero();
	}

	private long due(Account owner, String projection, String before) {
		Long count = new TransactionTemplate(
				new JdbcTransactionManager(Objects.requireNonNull(this.scene.database().getDataSource())))
			.execute((transaction) -> {
				transaction.setRollbackOnly();
				this.scene.database().execute(before.formatted(owner.tenantId()));
				return this.scene.database().queryForObject("""
						SELECT count(*) FROM qnsp.audit_due(?, NULL, current_date, '{dev-pro}', '{30}', ARRAY[?], '0',
							'00000000-0000-0000-0000-000000000000', '18446744073709551615',
							'ffffffff-ffff-ffff-ffff-ffffffffffff', '-infinity', 'infinity')
						""", Long.class, owner.tenantId(), projection);
			});
		return Objects.requireNonNull(count);
	}

	@Test
	void whatAnActiveSubscriptionHasNotGotStays() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		UUID subscription = UUID.randomUUID();
		this.scene.database()
			.update("""
					INSERT INTO qnsp.audit_subscription (tenant_id, subscription_id, name, status, event_types, services,
						severities, destination_type, destination_config, secret_fields, created_by, created_at)
					VALUES (?, ?, 'slow', 'paused', '{}', '{}', '{}', 'webhook', '{"url":"https://x.test"}', '{}', 'test', now())
					""",
					owner.tenantId(), subscription);
		this.scene.database().update("""
				INSERT INTO qnsp.audit_delivery (tenant_id, subscription_id, xid, event_id, due_at)
				VALUES (?, ?, '0', ?, now() + interval '1 day')
				""", owner.tenantId(), subscription, new UUID(0, 0));
		this.scene.record(owner.tenantId(), List.of(this.scene.event(RetentionScene.daysAgo(50), "kms.key.sign")));
		assertThat(RetentionScene.number(this.scene.preview(this.web, owner, policy), "eventsAffected")).isEqualTo(1);
		this.scene.database()
			.update("UPDATE qnsp.audit_subscription SET status = 'active' WHERE subscription_id = ?", subscription);
		assertThat(RetentionScene.number(this.scene.preview(this.web, owner, policy), "eventsAffected")).isZero();
		this.scene.database().update("DELETE FROM qnsp.audit_subscription WHERE subscription_id = ?", subscription);
	}

	@Test
	void holdsCoverTimesResourcesAndNothingElseUntilTheyAreReleased() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		Recorded held = new Recorded(this.scene.id(RetentionScene.daysAgo(50)), RetentionScene.daysAgo(50),
				"kms.key.sign", "kms", "a", "key-1");
		Recorded later = new Recorded(this.scene.id(RetentionScene.daysAgo(40)), RetentionScene.daysAgo(40),
				"kms.key.sign", "kms", "a", "key-1");
		Recorded other = new Recorded(this.scene.id(RetentionScene.daysAgo(50)), RetentionScene.daysAgo(50),
				"kms.key.sign", "kms", "a", "key-2");
		this.scene.record(owner.tenantId(), List.of(held, later, other));
		String made = TestCalls.body(TestCalls.call(this.web, "POST", "/v1/legal-holds", owner, """
				{"name":"n","reason":"r","resourceId":"key-1","from":"%s","until":"%s"}""".formatted(held.recordedAt(),
				held.recordedAt().plusSeconds(1))), 201);
		assertThat(RetentionScene.number(this.scene.clean(this.web, owner, policy, false), "eventsDeleted"))
			.isEqualTo(2);
		assertThat(this.scene.left(owner.tenantId())).containsExactly(held.eventId());
		TestCalls.body(TestCalls.call(this.web, "POST",
				"/v1/legal-holds/" + this.scene.read(made).get("holdId") + "/release", owner, "{\"reason\":\"r\"}"),
				200);
		assertThat(RetentionScene.number(this.scene.clean(this.web, owner, policy, false), "eventsDeleted"))
			.isEqualTo(1);
	}

	@Test
	void theEventsOfACleanupNameCountsAndRange() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		Recorded event = this.scene.event(RetentionScene.daysAgo(50), "kms.key.sign");
		this.scene.record(owner.tenantId(), List.of(event));
		String execution = RetentionScene.text(this.scene.clean(this.web, owner, policy, false), "executionId");
		assertThat(this.calls.events(owner.tenantId(), "audit.retention.cleanup")).singleElement()
			.asString()
			.contains(policy, execution, "\"eventsDeleted\": 1", event.recordedAt().toString());
		assertThat(this.calls.events(owner.tenantId(), "audit.retention_execution.delete")).singleElement()
			.asString()
			.contains(execution, "\"eventsDeleted\": 1", event.recordedAt().toString());
	}

	@Test
	void metricsAreRealSizesAndFollowDeletions() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		this.scene.record(owner.tenantId(),
				List.of(this.scene.event(RetentionScene.daysAgo(0.5), "kms.key.sign"),
						this.scene.event(RetentionScene.daysAgo(20), "kms.key.sign"),
						this.scene.event(RetentionScene.daysAgo(80), "kms.key.sign"),
						this.scene.event(RetentionScene.daysAgo(200), "kms.key.sign")));
		Map<?, ?> before = metricsThatAgree(owner);
		Map<?, ?> byAge = (Map<?, ?>) before.get("byAge");
		assertThat(RetentionScene.number(byAge, "older")).isEqualTo(1);
		assertThat(RetentionScene.number(byAge, "last90Days") - RetentionScene.number(byAge, "last30Days"))
			.isEqualTo(1);
		assertThat(RetentionScene.number(byAge, "last30Days") - RetentionScene.number(byAge, "last7Days")).isEqualTo(1);
		long size = RetentionScene.number(this.scene.preview(this.web, owner, policy), "sizeBytes");
		this.scene.clean(this.web, owner, policy, true);
		this.scene.clean(this.web, owner, policy, false);
		this.scene.followed(owner.tenantId());
		Map<?, ?> after = metricsThatAgree(owner);
		Map<?, ?> savings = (Map<?, ?>) after.get("retentionSavings");
		assertThat(RetentionScene.number(savings, "eventsDeleted")).isEqualTo(2);
		assertThat(RetentionScene.number(savings, "bytesReclaimed")).isEqualTo(size);
		assertThat(RetentionScene.number((Map<?, ?>) after.get("byAge"), "older")).isZero();
	}

	private Map<?, ?> metricsThatAgree(Account owner) {
		Map<?, ?> metrics = this.scene.get(this.web, owner, "/v1/retention/metrics");
		Map<String, Object> real = this.scene.database().queryForMap("""
				SELECT count(*) AS events, sum(pg_column_size(e)) AS bytes FROM qnsp.audit_event e WHERE tenant_id = ?
				""", owner.tenantId());
		assertThat(RetentionScene.number(metrics, "totalEvents")).isEqualTo(((Number) real.get("events")).longValue());
		assertThat(RetentionScene.number(metrics, "totalSizeBytes"))
			.isEqualTo(((Number) real.get("bytes")).longValue());
		return metrics;
	}

	@Test
	void listsGoOnAfterADeletionAndACursorOfADeletedEventStillWorks() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", false);
		List<Recorded> events = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			events.add(this.scene.event(RetentionScene.daysAgo((i < 3) ? 20 : 60), "kms.key.sign"));
		}
		this.scene.record(owner.tenantId(), events);
		Map<?, ?> page = this.scene.get(this.web, owner, "/v1/events?eventType=kms.*&limit=4");
		this.scene.clean(this.web, owner, policy, false);
		Map<?, ?> rest = this.scene.get(this.web, owner,
				"/v1/events?eventType=kms.*&limit=4&cursor=" + page.get("nextCursor"));
		assertThat((List<?>) page.get("events")).hasSize(4);
		assertThat((List<?>) rest.get("events")).hasSizeLessThanOrEqualTo(2);
		assertThat((List<?>) this.scene.get(this.web, owner, "/v1/events?eventType=kms.*").get("events")).hasSize(3);
	}

}
