package io.qnsp.kms.agility.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.job.JobRunner;
import io.qnsp.core.tenant.Tier;
import io.qnsp.kms.agility.AgilityCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.agility.AgilityCalls.PLANS;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class MigrationPlansIT {

	private static final String TARGETS = """
			"targetAlgorithms": {"signing": "ML-DSA-65", "encryption": "ML-KEM-768", "keyExchange": "X-Wing"}""";

	private static final String EVERYTHING = """
			{"name": "all", %s}""".formatted(TARGETS);

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private JobRunner runner;

	private String key(Account owner, String algorithm, String purpose) {
		return AgilityCalls.key(this.client, owner, algorithm, purpose);
	}

	private JsonNode keyOf(Account owner, String keyId) {
		return AgilityCalls.get(this.client, "/kms/v1/keys/" + keyId, owner);
	}

	private JsonNode plan(Account owner, String planId) {
		return AgilityCalls.get(this.client, PLANS + "/" + planId, owner);
	}

	private static String twoPhases(String startDate, String firstDuration) {
		return """
				{"startDate": %s, "phases": [{"name": "one", "duration": "%s", "actions": ["tell the team"]},
				 {"name": "two"}]}""".formatted(startDate, firstDuration);
	}

	@Test
	void movesEveryClassicalKeyAndLeavesTheOthersAlone() {
		Account owner = this.tenants.owner();
		String signing = key(owner, "ECDSA-P256", "signing");
		String kem = key(owner, "X25519", "kem");
		String encryption = key(owner, "ECDH-P256", "encryption");
		String symmetric = key(owner, "AES-256-GCM", "encryption");
		String planId = AgilityCalls.plan(this.client, owner, EVERYTHING);
		assertThat(plan(owner, planId).path("status").asString()).isEqualTo("draft");
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		JsonNode plan = AgilityCalls.await(this.client, owner, planId, "completed");
		assertThat(plan.path("progress").path("keysTotal").asInt()).isEqualTo(3);
		assertThat(plan.path("progress").path("keysMigrated").asInt()).as(plan.toString()).isEqualTo(3);
		assertThat(plan.path("progress").path("currentPhase").asString()).isEqualTo("migration");
		assertThat(keyOf(owner, signing).path("algorithm").asString()).isEqualToIgnoringCase("ml-dsa-65");
		assertThat(keyOf(owner, kem).path("algorithm").asString()).isEqualToIgnoringCase("x-wing");
		assertThat(keyOf(owner, encryption).path("algorithm").asString()).isEqualToIgnoringCase("ml-kem-768");
		assertThat(keyOf(owner, symmetric).path("algorithm").asString()).isEqualToIgnoringCase("aes-256-gcm");
		assertThat(keyOf(owner, symmetric).path("version").asInt()).isOne();
		assertThat(this.calls.events(owner.tenantId(), "kms.key.upgrade")).hasSize(3);
		assertThat(this.calls.events(owner.tenantId(), "kms.migration_plan.complete")).hasSize(1);
		assertThat(this.calls.events(owner.tenantId(), "kms.migration_plan.update")).singleElement()
			.asString()
			.contains("\"from\"", "\"draft\"", "\"to\"", "\"active\"");
		JsonNode listed = AgilityCalls.get(this.client, PLANS, owner).path("plans").path(0);
		assertThat(listed.path("progress").asInt()).isEqualTo(100);
		assertThat(listed.path("status").asString()).isEqualTo("completed");
	}

	@Test
	void movesPhaseByPhaseWhatKeepsSecretsFirst() {
		Account owner = this.tenants.owner();
		String signing = key(owner, "ECDSA-P256", "signing");
		String kem = key(owner, "X25519", "kem");
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "phases", %s, "schedule": %s}""".formatted(TARGETS, twoPhases("null", "P7D")));
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		Eventually.until("the first phase is done",
				() -> plan(owner, planId).path("progress").path("keysMigrated").asInt() == 1
						&& !plan(owner, planId).path("nextKeyAt").isNull());
		JsonNode plan = plan(owner, planId);
		assertThat(plan.path("status").asString()).isEqualTo("active");
		assertThat(plan.path("progress").path("currentPhase").asString()).isEqualTo("two");
		assertThat(Instant.parse(plan.path("nextKeyAt").asString()))
			.isEqualTo(Instant.parse(plan.path("activatedAt").asString()).plus(Duration.ofDays(7)));
		assertThat(keyOf(owner, kem).path("version").asInt()).isEqualTo(2);
		assertThat(keyOf(owner, signing).path("version").asInt()).isOne();
		AgilityCalls.become(this.client, owner, planId, "paused", 200);
		AgilityCalls.call(this.client, "PATCH", PLANS + "/" + planId, owner, """
				{"schedule": %s, "status": "active", "name": "sooner"}""".formatted(twoPhases("null", "PT0S")), 200);
		assertThat(AgilityCalls.await(this.client, owner, planId, "completed").path("name").asString())
			.isEqualTo("sooner");
		assertThat(keyOf(owner, signing).path("algorithm").asString()).isEqualToIgnoringCase("ml-dsa-65");
	}

	@Test
	void beginsAPhaseWhenItsTimeComes() {
		Account owner = this.tenants.owner();
		String kem = key(owner, "X25519", "kem");
		Instant start = Instant.now().plusSeconds(3);
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "later", %s, "schedule": {"startDate": "%s"}}""".formatted(TARGETS, start));
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		assertThat(plan(owner, planId).path("progress").path("keysMigrated").asInt()).isZero();
		AgilityCalls.await(this.client, owner, planId, "completed");
		assertThat(Instant.now()).isAfter(start);
		assertThat(keyOf(owner, kem).path("version").asInt()).isEqualTo(2);
	}

	@Test
	void pausesResumesAndCancelsWithoutMovingAnythingTwice() {
		Account owner = this.tenants.owner();
		String kem = key(owner, "X25519", "kem");
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "halted", %s, "schedule": {"startDate": "2099-01-01T00:00:00Z"}}""".formatted(TARGETS));
		AgilityCalls.become(this.client, owner, planId, "paused", 409);
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		AgilityCalls.become(this.client, owner, planId, "active", 409);
		AgilityCalls.call(this.client, "PATCH", PLANS + "/" + planId, owner, """
				{"name": "other"}""", 409);
		AgilityCalls.become(this.client, owner, planId, "paused", 200);
		JsonNode listed = AgilityCalls.get(this.client, PLANS, owner).path("plans").path(0);
		assertThat(listed.path("status").asString()).isEqualTo("active");
		assertThat(listed.path("paused").asBoolean()).isTrue();
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		AgilityCalls.become(this.client, owner, planId, "cancelled", 200);
		AgilityCalls.become(this.client, owner, planId, "active", 409);
		AgilityCalls.call(this.client, "PATCH", PLANS + "/" + planId, owner, """
				{"description": "too late"}""", 409);
		assertThat(plan(owner, planId).path("progress").path("keysPending").asInt()).isOne();
		assertThat(keyOf(owner, kem).path("version").asInt()).isOne();
	}

	/**
	 * The runner of the jobs is stopped between two keys, as at the end of an instance,
	 * the plan is paused and resumed meanwhile, and another runner goes on. What happens
	 * in the middle of a key is tested with {@code MigrationJob}, a kill with a process.
	 */
	@Test
	void goesOnWhereItWasWhenTheRunnerIsStoppedAndStarted() {
		Account owner = this.tenants.owner();
		List<String> keys = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			keys.add(key(owner, (i % 2 == 0) ? "ECDSA-P256" : "X25519", (i % 2 == 0) ? "signing" : "kem"));
		}
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "half", %s, "schedule": %s}""".formatted(TARGETS, twoPhases("null", "P7D")));
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		Eventually.until("the first phase is done", () -> !plan(owner, planId).path("nextKeyAt").isNull());
		this.runner.stop();
		try {
			AgilityCalls.become(this.client, owner, planId, "paused", 200);
			AgilityCalls.call(this.client, "PATCH", PLANS + "/" + planId, owner, """
					{"status": "active", "schedule": {}}""", 200);
			assertThat(plan(owner, planId).path("progress").path("keysMigrated").asInt()).isEqualTo(6);
			assertThat(keys).filteredOn((key) -> keyOf(owner, key).path("version").asInt() == 2).hasSize(6);
		}
		finally {
			this.runner.start();
		}
		JsonNode plan = AgilityCalls.await(this.client, owner, planId, "completed");
		assertThat(plan.path("progress").path("keysMigrated").asInt()).as(plan.toString()).isEqualTo(12);
		assertThat(keys).allSatisfy((key) -> assertThat(keyOf(owner, key).path("version").asInt()).isEqualTo(2));
		assertThat(this.calls.events(owner.tenantId(), "kms.key.upgrade")).hasSize(12);
		assertThat(this.calls.events(owner.tenantId(), "kms.migration_plan.complete")).hasSize(1);
	}

	@Test
	void saysWhyAKeyIsBlockedAndTriesItAgainAfterAResumption() {
		Account owner = this.tenants.owner();
		String suspended = key(owner, "X25519", "kem");
		String later = key(owner, "ECDSA-P256", "signing");
		AgilityCalls.call(this.client, "POST", "/kms/v1/keys/" + suspended + "/disable", owner, "{}", 200);
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "blocked", %s, "schedule": %s}""".formatted(TARGETS, twoPhases("null", "P7D")));
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		Eventually.until("the key is blocked",
				() -> plan(owner, planId).path("progress").path("keysBlocked").asInt() == 1);
		JsonNode blocked = plan(owner, planId).path("blockedKeys").path(0);
		assertThat(blocked.path("keyId").asString()).isEqualTo(suspended);
		assertThat(blocked.path("reason").asString()).contains("suspended");
		assertThat(this.calls.events(owner.tenantId(), "kms.migration_plan.block_key")).hasSize(1);
		AgilityCalls.call(this.client, "POST", "/kms/v1/keys/" + suspended + "/enable", owner, "{}", 200);
		AgilityCalls.become(this.client, owner, planId, "paused", 200);
		AgilityCalls.call(this.client, "PATCH", PLANS + "/" + planId, owner, """
				{"status": "active", "schedule": {}}""", 200);
		AgilityCalls.await(this.client, owner, planId, "completed");
		assertThat(keyOf(owner, suspended).path("version").asInt()).isEqualTo(2);
		assertThat(keyOf(owner, later).path("version").asInt()).isEqualTo(2);
	}

	@Test
	void scopeNamesKeysAndTypes() {
		Account owner = this.tenants.owner();
		String named = key(owner, "X25519", "kem");
		String ofType = key(owner, "ECDSA-P384", "signing");
		String other = key(owner, "Ed25519", "signing");
		String mac = key(owner, "HMAC-SHA-256", "mac");
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "some", %s, "scope": {"keyIds": ["%s", "%s"], "keyTypes": ["ecdsa"]}}""".formatted(TARGETS,
				named, mac));
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		JsonNode progress = AgilityCalls.await(this.client, owner, planId, "completed").path("progress");
		assertThat(progress.path("keysMigrated").asInt()).isEqualTo(2);
		assertThat(progress.path("keysSkipped").asInt()).isOne();
		assertThat(keyOf(owner, named).path("version").asInt()).isEqualTo(2);
		assertThat(keyOf(owner, ofType).path("version").asInt()).isEqualTo(2);
		assertThat(keyOf(owner, other).path("version").asInt()).isOne();
		assertThat(keyOf(owner, mac).path("version").asInt()).isOne();
	}

	@Test
	void aPlanWithoutKeysIsCompletedAtOnce() {
		Account owner = this.tenants.owner();
		String planId = AgilityCalls.plan(this.client, owner, EVERYTHING);
		assertThat(AgilityCalls.become(this.client, owner, planId, "active", 200).path("status").asString())
			.isEqualTo("completed");
		assertThat(plan(owner, planId).path("progress").path("keysTotal").asInt()).isZero();
	}

	@Test
	void otherTenantsPlansAndKeysAreNotThere() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		String foreignKey = key(other, "X25519", "kem");
		String planId = AgilityCalls.plan(this.client, owner, EVERYTHING);
		AgilityCalls.call(this.client, "GET", PLANS + "/" + planId, other, null, 404);
		AgilityCalls.become(this.client, other, planId, "active", 404);
		assertThat(AgilityCalls.get(this.client, PLANS, other).path("plans")).isEmpty();
		JsonNode error = AgilityCalls.call(this.client, "POST", PLANS, owner, """
				{"name": "theirs", %s, "scope": {"keyIds": ["%s"]}}""".formatted(TARGETS, foreignKey), 422);
		assertThat(error.path("message").asString()).contains(foreignKey);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
			{"targetAlgorithms": {"signing": "ML-DSA-65"}} | 400 | name
			{"name": "", "targetAlgorithms": {"signing": "ML-DSA-65"}} | 400 | name
			{"name": "x"} | 400 | targetAlgorithms
			{"name": "x", "targetAlgorithms": {}} | 400 | targetAlgorithms
			{"name": "x", "targetAlgorithms": {"signing": "ROT13"}} | 422 | targetAlgorithms.signing
			{"name": "x", "targetAlgorithms": {"signing": "ML-KEM-768"}} | 422 | targetAlgorithms.signing
			{"name": "x", "targetAlgorithms": {"encryption": "RSA-3072"}} | 422 | targetAlgorithms.encryption
			{"name": "x", "targetAlgorithms": {"signing": "FN-DSA-512"}} | 422 | targetAlgorithms.signing
			{"name": "x", "targetAlgorithms": {"signing": "LMS"}} | 422 | targetAlgorithms.signing
			{@, "scope": {"keyTypes": ["ENIGMA"]}} | 422 | scope.keyTypes[0]
			{@, "scope": {"keyIds": [null]}} | 400 | scope.keyIds
			{@, "schedule": {"startDate": "9999-01-01T00:00:00Z"}} | 400 | schedule.startDate
			{@, "schedule": {"phases": [null]}} | 400 | schedule.phases[0]
			{@, "schedule": {"phases": [{"name": "a", "duration": "2 weeks"}]}} | 400 | schedule.phases[0].duration
			{@, "schedule": {"phases": [{"name": "a", "duration": "-P1D"}]}} | 400 | schedule.phases[0].duration
			{@, "schedule": {"phases": [{"actions": []}]}} | 400 | schedule.phases[0].name
			""")
	void refusesWhatNoPlanCanBe(String body, int status, String field) {
		// @ stands for what every plan needs.
		String whole = body.replace("@", "\"name\": \"x\", \"targetAlgorithms\": {\"signing\": \"ML-DSA-65\"}");
		JsonNode error = AgilityCalls.call(this.client, "POST", PLANS, this.tenants.owner(), whole, status);
		assertThat(error.path("details").propertyNames()).as(error.toString()).contains(field);
	}

	@Test
	void refusesAChangeOfNothing() {
		Account owner = this.tenants.owner();
		String planId = AgilityCalls.plan(this.client, owner, EVERYTHING);
		AgilityCalls.call(this.client, "PATCH", PLANS + "/" + planId, owner, "{}", 400);
	}

	@Test
	void listsPlansPageByPage() {
		Account owner = this.tenants.owner();
		List<String> made = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			made.addFirst(AgilityCalls.plan(this.client, owner, EVERYTHING));
		}
		List<String> listed = new ArrayList<>();
		String cursor = "";
		do {
			JsonNode page = AgilityCalls.get(this.client, PLANS + "?limit=2" + cursor, owner);
			page.path("plans").forEach((plan) -> listed.add(plan.path("planId").asString()));
			cursor = page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
		}
		while (!cursor.isEmpty());
		assertThat(listed).isEqualTo(made);
	}

	@Test
	void smallTiersAreRefused() {
		Account small = this.tenants.owner(Tier.FREE);
		assertThat(AgilityCalls.call(this.client, "GET", PLANS, small, null, 403).path("error").asString())
			.isEqualTo("ENTITLEMENT_REQUIRED");
	}

}
