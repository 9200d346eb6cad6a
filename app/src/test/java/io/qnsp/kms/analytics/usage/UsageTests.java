package io.qnsp.kms.analytics.usage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.kms.keys.KeyUse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UsageTests {

	private static final UUID TENANT = new UUID(1, 1);

	private static final UUID KEY = new UUID(2, 2);

	private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

	private static AuditEvent event(String type, Outcome outcome, int status, Map<String, Object> detail) {
		return new AuditEvent(new UUID(9, 9), type, "kms", AuditEvent.Severity.INFO, NOON, TENANT,
				new AuditEvent.Actor(ActorType.USER, "user", null, TENANT), KeyUse.resource(KEY),
				type.substring(type.lastIndexOf('.') + 1), outcome, status,
				new AuditEvent.Context("request", null, "client", "api"), null, detail);
	}

	@Test
	void readsUsesOfThisServerAndFromOutside() {
		assertThat(Usage.read(event("kms.key.wrap", Outcome.SUCCESS, 200, Map.of("bytes", 32))))
			.contains(new Usage(TENANT, KEY, UsageOperation.ENCRYPT, "client", false, 1, 0, 32, NOON));
		assertThat(Usage.read(event("kms.key.sign_batch", Outcome.SUCCESS, 200,
				Map.of("operations", 5, "failures", 2, "bytes", 7, "applicationId", "billing"))))
			.contains(new Usage(TENANT, KEY, UsageOperation.SIGN, "billing", false, 5, 2, 7, NOON));
		assertThat(Usage.read(event(Usage.RECORDED, Outcome.SUCCESS, 201,
				Map.of("operation", "verify", "applicationId", "offline", "bytes", 1L << 53))))
			.contains(new Usage(TENANT, KEY, UsageOperation.VERIFY, "offline", true, 1, 0, 1L << 53, NOON));
	}

	@Test
	void countsFailuresButNotRefusalsNorKeysThatAreNotThere() {
		assertThat(Usage.read(event("kms.key.sign", Outcome.FAILURE, 409, Map.of())))
			.hasValueSatisfying((use) -> assertThat(use.failures()).isEqualTo(1));
		assertThat(Usage.read(event("kms.key.sign", Outcome.FAILURE, 404, Map.of()))).isEmpty();
		assertThat(Usage.read(event("kms.key.sign", Outcome.DENIED, 403, Map.of()))).isEmpty();
		assertThat(Usage.read(event(Usage.RECORDED, Outcome.FAILURE, 503,
				Map.of("operation", "verify", "applicationId", "offline", "bytes", 1))))
			.isEmpty();
		assertThat(Usage.read(event(Usage.RECORDED, Outcome.SUCCESS, 201, Map.of("replayed", true)))).isEmpty();
	}

	@Test
	void boundsTheNamesOfApplications() {
		Map<String, Object> detail = new HashMap<>(Map.of("applicationId", "x".repeat(127) + "\ud83d\ude00"));
		assertThat(Usage.read(event("kms.key.sign", Outcome.SUCCESS, 200, detail)))
			.hasValueSatisfying((use) -> assertThat(use.applicationId()).isEqualTo("x".repeat(127)));
		detail.put("applicationId", " ");
		assertThat(Usage.read(event("kms.key.sign", Outcome.SUCCESS, 200, detail)))
			.hasValueSatisfying((use) -> assertThat(use.applicationId()).isEqualTo("(unnamed)"));
	}

	@Test
	void addsUpByFiveMinutesHoursAndDays() {
		List<Usage> uses = List.of(use("a", "2026-03-04T12:00:00Z"), use("a", "2026-03-04T12:04:59.999Z"),
				use("a", "2026-03-04T12:05:00Z"), use("b", "2026-03-04T23:59:59Z"), use("b", "2026-03-05T00:00:00Z"));
		assertThat(UsageBatch.buckets(uses).values()).extracting(UsageAmount::operations)
			.containsExactlyInAnyOrder(2L, 1L, 1L, 1L);
		assertThat(UsageBatch.totals(uses).values()).extracting(UsageAmount::operations)
			.containsExactlyInAnyOrder(3L, 2L);
		assertThat(UsageBatch.spans(uses)).hasSize(4 + 3 + 2);
		for (int seconds : new int[] { 300, 3_600, 86_400 }) {
			assertThat(UsageBatch.spans(uses)
				.entrySet()
				.stream()
				.filter((entry) -> entry.getKey().seconds() == seconds)
				.mapToLong((entry) -> entry.getValue().operations())
				.sum()).isEqualTo(uses.size());
		}
	}

	@Test
	void makesOneApplicationOfAllThatAreNotToldApart() {
		List<Usage> uses = List.of(use("a", "2026-03-04T12:00:00Z"), use("b", "2026-03-04T12:00:00Z"),
				use("c", "2026-03-04T12:00:00Z"));
		List<Usage> told = UsageBatch.within(uses, Set.of(new UsageBatch.Application(TENANT, "b")));
		assertThat(told).extracting(Usage::applicationId).containsExactly("(other)", "b", "(other)");
		assertThat(UsageBatch.buckets(told)).hasSize(2);
	}

	private static Usage use(String application, String at) {
		return new Usage(TENANT, KEY, UsageOperation.SIGN, application, false, 1, 0, 10, Instant.parse(at));
	}

}
