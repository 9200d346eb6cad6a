package io.qnsp.kms.agility;

import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.projection.ProjectionRunner;
import io.qnsp.core.tenant.Tier;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.agility.AgilityCalls.AGILITY;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reports of crypto agility, from real keys and their uses.
 */
@QnspServerTest
class AgilityReportsIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private ProjectionRunner projections;

	private JsonNode get(Account account, String report) {
		return AgilityCalls.get(this.client, AGILITY + "/" + report, account);
	}

	private static JsonNode entry(JsonNode usage, String algorithm) {
		return usage.path("algorithms")
			.valueStream()
			.filter((entry) -> entry.path("algorithm").asString().equals(algorithm))
			.findFirst()
			.orElseThrow(() -> new AssertionError(algorithm + " in " + usage));
	}

	@Test
	void anEmptyTenantGetsZeros() {
		Account owner = this.tenants.owner();
		// Somebody else's keys are not counted.
		new KeyCalls(this.client, this.tenants.owner()).create("X25519", "kem");
		JsonNode usage = get(owner, "algorithm-usage");
		assertThat(usage.path("algorithms")).isEmpty();
		assertThat(usage.path("summary").path("pqcAdoptionRate").asDouble()).isZero();
		assertThat(usage.path("summary").path("legacyAlgorithmUsage").asLong()).isZero();
		JsonNode adoption = get(owner, "pqc-adoption");
		assertThat(adoption.path("currentAdoption").path("totalKeys").asLong()).isZero();
		assertThat(adoption.path("currentAdoption").path("adoptionRate").asDouble()).isZero();
		assertThat(adoption.path("trends")).hasSize(30)
			.allSatisfy((day) -> assertThat(day.path("pqcOperations").asLong()).isZero());
		assertThat(adoption.path("byAlgorithm")).isEmpty();
		JsonNode readiness = get(owner, "migration-readiness");
		assertThat(readiness.path("overallScore").asInt()).isZero();
		assertThat(readiness.path("basis").asString()).contains("nothing to assess");
		JsonNode risk = get(owner, "risk-assessment");
		assertThat(risk.path("overallRisk").asString()).isEqualTo("low");
		assertThat(risk.path("assessment").path("longTermDataProtection").asBoolean()).isFalse();
		JsonNode compliance = get(owner, "compliance");
		assertThat(compliance.path("framework").asString()).isEqualTo("nist-ir-8547");
		assertThat(compliance.path("score").asInt()).isZero();
	}

	@Test
	void usageAndAdoptionEqualWhatWasDoneAndAreTheSameAfterARebuild() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		UUID classical = kms.create("ECDSA-P256", "signing");
		UUID modern = kms.create("ML-DSA-65", "signing");
		UUID symmetric = kms.create("AES-256-GCM", "encryption");
		UUID mac = kms.create("HMAC-SHA-256", "mac");
		for (int i = 0; i < 3; i++) {
			kms.verify(classical, "x", kms.sign(classical, "x"));
		}
		kms.sign(modern, "x");
		kms.sign(mac, "x");
		String ciphertext = kms.encrypt(symmetric, "x");
		String batch = "{\"items\": [{\"ciphertextB64\": \"%s\"}, {\"ciphertextB64\": \"%s\", \"context\": \"other\"}]}";
		kms.done(symmetric, "decrypt/batch", batch.formatted(ciphertext, ciphertext));
		Eventually.until("the uses are counted",
				() -> get(owner, "algorithm-usage").path("summary").path("legacyAlgorithmUsage").asLong() == 6
						&& entry(get(owner, "algorithm-usage"), "AES-256-GCM").path("failedCount").asLong() == 1);
		JsonNode usage = get(owner, "algorithm-usage");
		assertThat(usage.path("summary").path("pqcAdoptionRate").asDouble()).isEqualTo(0.5);
		JsonNode first = usage.path("algorithms").path(0);
		assertThat(first.path("algorithm").asString()).isEqualTo("ECDSA-P256");
		assertThat(first.path("category").asString()).isEqualTo("signing");
		assertThat(first.path("usageCount").asLong()).isEqualTo(6);
		assertThat(first.path("keyCount").asLong()).isOne();
		assertThat(first.path("status").asString()).isEqualTo("acceptable");
		assertThat(entry(usage, "HMAC-SHA-256").path("category").asString()).isEqualTo("hash");
		assertThat(entry(usage, "AES-256-GCM").path("usageCount").asLong()).isEqualTo(2);
		JsonNode adoption = get(owner, "pqc-adoption?days=2");
		assertThat(adoption.path("currentAdoption").path("pqcKeys").asLong()).isOne();
		assertThat(adoption.path("currentAdoption").path("totalKeys").asLong()).isEqualTo(2);
		assertThat(adoption.path("currentAdoption").path("symmetricKeys").asLong()).isEqualTo(2);
		assertThat(adoption.path("byAlgorithm").path("ML-DSA-65").asLong()).isOne();
		assertThat(sum(adoption, "pqcOperations")).isOne();
		assertThat(sum(adoption, "classicalOperations")).isEqualTo(6);
		assertThat(sum(adoption, "symmetricOperations")).isEqualTo(3);
		this.projections.rebuild("algorithm-usage").block();
		Eventually.until("the same after a rebuild", () -> get(owner, "algorithm-usage").equals(usage));
	}

	private static long sum(JsonNode adoption, String field) {
		return adoption.path("trends").valueStream().mapToLong((day) -> day.path(field).asLong()).sum();
	}

	@Test
	void readinessRiskAndComplianceFollowTheKeys() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		UUID kem = kms.create("X25519", "kem");
		kms.create("ECDSA-P256", "signing");
		kms.create("ML-DSA-87", "signing");
		JsonNode readiness = get(owner, "migration-readiness");
		assertThat(readiness.path("keyMigrationStatus").path("total").asLong()).isEqualTo(3);
		assertThat(readiness.path("keyMigrationStatus").path("migrated").asLong()).isOne();
		assertThat(readiness.path("keyMigrationStatus").path("pendingMigration").asLong()).isEqualTo(2);
		assertThat(readiness.path("overallScore").asInt()).isBetween(1, 99);
		JsonNode risk = get(owner, "risk-assessment");
		assertThat(risk.path("overallRisk").asString()).isEqualTo("high");
		assertThat(risk.path("algorithms").path(0).path("algorithm").asString()).isEqualTo("X25519");
		assertThat(risk.path("algorithms").path(0).path("affectedKeys").asLong()).isOne();
		assertThat(risk.path("algorithms").path(0).path("timeToQuantumThreat").asString()).contains("2035-12-31",
				"NIST IR 8547");
		assertThat(risk.path("assessment").path("harvestNowDecryptLater").asBoolean()).isTrue();
		JsonNode eu = get(owner, "compliance?framework=EU");
		assertThat(eu.path("complianceStatus").asString()).isEqualTo("partial");
		assertThat(eu.toString()).contains(kem.toString());
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "all", "targetAlgorithms": {"signing": "ML-DSA-87", "keyExchange": "ML-KEM-1024"}}""");
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		AgilityCalls.await(this.client, owner, planId, "completed");
		assertThat(get(owner, "risk-assessment").path("overallRisk").asString()).isEqualTo("low");
		assertThat(get(owner, "risk-assessment").path("assessment").path("longTermDataProtection").asBoolean())
			.isTrue();
		assertThat(get(owner, "compliance?framework=EU").path("complianceStatus").asString()).isEqualTo("compliant");
		assertThat(get(owner, "compliance?framework=cnsa").path("score").asInt()).isEqualTo(100);
		assertThat(get(owner, "migration-readiness").path("overallScore").asInt()).isEqualTo(100);
	}

	@Test
	void aSuspendedKeyIsBlocked() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		UUID key = kms.create("ECDSA-P256", "signing");
		kms.done(key, "disable", "{}");
		JsonNode readiness = get(owner, "migration-readiness");
		assertThat(readiness.path("keyMigrationStatus").path("blocked").asLong()).isOne();
		assertThat(readiness.toString()).contains("suspended (expected: active)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pqc-adoption?days=0", "pqc-adoption?days=366", "pqc-adoption?days=x",
			"compliance?framework=HIPAA", "compliance?framework=", "migration-plans?limit=201" })
	void refusesWhatItDoesNotKnow(String report) {
		AgilityCalls.call(this.client, "GET", AGILITY + "/" + report, this.tenants.owner(), null, 400);
	}

	@Test
	void everyReportIsAuditedAndNeedsTheTier() {
		Account owner = this.tenants.owner();
		Account small = this.tenants.owner(Tier.DEV_STARTER);
		for (String report : List.of("algorithm-usage", "pqc-adoption", "migration-readiness", "risk-assessment",
				"compliance")) {
			get(owner, report);
			AgilityCalls.call(this.client, "GET", AGILITY + "/" + report, small, null, 403);
		}
		for (String event : List.of("kms.algorithm_usage.read", "kms.pqc_adoption.read", "kms.migration_readiness.read",
				"kms.quantum_risk.read", "kms.crypto_compliance.read")) {
			assertThat(this.calls.events(owner.tenantId(), event)).as(event).hasSize(1);
		}
	}

}
