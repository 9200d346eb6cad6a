package io.qnsp.kms.keys.life;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenant.Tier;
import io.qnsp.core.tenantkey.TenantKeyRotation;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.kms.keys.KeyCalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class KeyLifeIT {

	private static final Duration WITHIN = Duration.ofSeconds(20);

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private DueKeys dueKeys;

	@Autowired
	private TenantKeys tenantKeys;

	@Autowired
	private TenantKeyRotation tenantKeyRotation;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	@Autowired
	@Qualifier("systemTransactions")
	private Transactions systemTransactions;

	@Test
	void aKeyIsAnsweredWithWhatItIs() {
		KeyCalls kms = calls();
		JsonNode key = kms.created("""
				{"algorithm": "dilithium-3", "purpose": "signing", "name": "release", "metadata": {"team": "core"},
				"rotationPeriod": "P90D", "protection": "software"}""");
		assertThat(key.get("algorithm").asString()).isEqualTo("ML-DSA-65");
		assertThat(key.get("algorithmStatus").asString()).isEqualTo("recommended");
		assertThat(key.get("quantumSafe").asBoolean()).isTrue();
		assertThat(key.get("state").asString()).isEqualTo("active");
		assertThat(key.get("version").asInt()).isEqualTo(1);
		Instant created = Instant.parse(key.get("createdAt").asString());
		assertThat(Instant.parse(key.get("nextRotationAt").asString())).isEqualTo(created.plus(Duration.ofDays(90)));
		JsonNode read = kms.get(KeyCalls.KEYS + "/" + KeyCalls.id(key));
		assertThat(read).isEqualTo(key);
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.create")).singleElement()
			.asString()
			.contains(KeyCalls.id(key).toString(), "\"algorithm\": \"ml-dsa-65\"", "\"purpose\": \"signing\"");
	}

	@Test
	void keysAreListedNewestFirstPageByPageAndFiltered() {
		KeyCalls kms = calls();
		UUID first = kms.create("AES-256-GCM", "encryption");
		UUID second = kms.create("Ed25519", "signing");
		UUID third = kms.create("AES-256-GCM", "wrapping");
		JsonNode page = kms.get(KeyCalls.KEYS + "?limit=2");
		assertThat(page.get("items").findValuesAsString("keyId")).containsExactly(third.toString(), second.toString());
		JsonNode rest = kms.get(KeyCalls.KEYS + "?limit=2&cursor=" + page.get("nextCursor").asString());
		assertThat(rest.get("items").findValuesAsString("keyId")).containsExactly(first.toString());
		assertThat(rest.get("nextCursor").isNull()).isTrue();
		assertThat(kms.get(KeyCalls.KEYS + "?algorithm=aes256gcm&purpose=wrapping&state=active")
			.get("items")
			.findValuesAsString("keyId")).containsExactly(third.toString());
		assertThat(new KeyCalls(this.client, this.tenants.owner()).get(KeyCalls.KEYS).get("items")).isEmpty();
		for (String query : new String[] { "state=gone", "purpose=x", "algorithm=rot13", "limit=0", "cursor=x" }) {
			TestCalls.expectError(kms.call("GET", KeyCalls.KEYS + "?" + query, null), 400, "BAD_REQUEST");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"algorithm\": \"rot13\"}", "{\"algorithm\": \"AES-256-GCM\", \"purpose\": \"x\"}",
			"{\"algorithm\": \"RSA-3072\"}", "{\"algorithm\": \"Ed25519\", \"name\": \"\"}",
			"{\"algorithm\": \"Ed25519\", \"name\": \"a\\u0000b\"}",
			"{\"algorithm\": \"Ed25519\", \"metadata\": {\"x\": \"\\ud800\"}}",
			"{\"algorithm\": \"Ed25519\", \"rotationPeriod\": \"PT1H\"}",
			"{\"algorithm\": \"Ed25519\", \"rotationPeriod\": \"90d\"}",
			"{\"algorithm\": \"Ed25519\", \"rotationPeriod\": \"P11Y\"}",
			"{\"algorithm\": \"Ed25519\", \"activateAt\": \"2020-01-01T00:00:00Z\"}",
			"{\"algorithm\": \"Ed25519\", \"protection\": \"paper\"}", "[]" })
	void unreadableRequestsAreRefused(String body) {
		TestCalls.expectError(calls().call("POST", KeyCalls.KEYS, body), 400, "BAD_REQUEST");
	}

	@Test
	void whatATenantNotesIsBounded() {
		KeyCalls kms = calls();
		String body = "{\"algorithm\": \"AES-256-GCM\", \"metadata\": {\"x\": [\"%s\", 1]}}";
		kms.created(body.formatted("m".repeat(16_000)));
		TestCalls.expectError(kms.call("POST", KeyCalls.KEYS, body.formatted("m".repeat(16_384))), 400, "BAD_REQUEST");
		TestCalls.expectError(
				kms.call("POST", KeyCalls.KEYS, body.formatted("m").replace("1]", "1" + ",{}".repeat(20_000) + "]")),
				400, "BAD_REQUEST");
	}

	@ParameterizedTest
	@CsvSource({ "Ed25519,encryption", "AES-256-GCM,signing", "RSA-2048,signing", "LMS,signing", "ML-KEM-768,mac" })
	void keysThatMakeNoSenseAreRefused(String algorithm, String purpose) {
		TestCalls.expectError(
				calls().call("POST", KeyCalls.KEYS,
						"{\"algorithm\": \"%s\", \"purpose\": \"%s\"}".formatted(algorithm, purpose)),
				422, "UNPROCESSABLE_ENTITY");
	}

	@Test
	void anHsmKeyNeedsToSayWhichHsm() {
		TestCalls.expectError(
				calls().call("POST", KeyCalls.KEYS, "{\"algorithm\": \"AES-256-GCM\", \"protection\": \"hsm\"}"), 422,
				"UNPROCESSABLE_ENTITY");
	}

	@Test
	void experimentsNeedTheTenantsWord() {
		KeyCalls kms = calls();
		String falcon = "{\"algorithm\": \"falcon-512\"}";
		TestCalls.expectError(kms.call("POST", KeyCalls.KEYS, falcon), 403, "POLICY_DENIED");
		kms.call("PUT", "/kms/v1/crypto-policy", "{\"experimentalAlgorithms\": true}")
			.expectStatus()
			.isOk()
			.expectBody();
		UUID key = KeyCalls.id(kms.created(falcon));
		assertThat(kms.verify(key, "x", kms.sign(key, "x"))).isTrue();
		UUID hqc = kms.create("HQC-128", "encryption");
		assertThat(kms.decrypt(hqc, kms.encrypt(hqc, "x"))).isEqualTo("x");
		TestCalls.expectError(calls().call("POST", KeyCalls.KEYS, falcon), 403, "POLICY_DENIED");
		assertThat(kms.get("/kms/v1/crypto-policy").get("experimentalAlgorithms").asBoolean()).isTrue();
		TestCalls.expectError(kms.call("PUT", "/kms/v1/crypto-policy", "{}"), 400, "BAD_REQUEST");
	}

	@Test
	void theQuotaOfKeysHoldsAndADestroyedKeyGivesItsUnitBack() {
		KeyCalls kms = new KeyCalls(this.client, this.tenants.owner(Tier.FREE));
		UUID last = null;
		for (int i = 0; i < 20; i++) {
			last = kms.create("AES-256-GCM", "encryption");
		}
		TestCalls.expectError(kms.call("POST", KeyCalls.KEYS, "{\"algorithm\": \"AES-256-GCM\"}"), 403,
				"QUOTA_EXCEEDED");
		destroyNow(kms, last);
		kms.create("AES-256-GCM", "encryption");
	}

	@Test
	void aSuspendedKeyDoesNothingUntilItIsEnabled() {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-DSA-44", "signing");
		String signature = kms.sign(key, "x");
		JsonNode suspended = kms.done(key, "disable", "{\"reason\": \"incident 7\"}");
		assertThat(suspended.get("state").asString()).isEqualTo("suspended");
		assertThat(suspended.get("stateReason").asString()).isEqualTo("incident 7");
		conflicts(kms, key, "sign", "{\"dataB64\": \"AAAA\"}");
		conflicts(kms, key, "verify", "{\"dataB64\": \"AAAA\", \"signatureB64\": \"AAAA\"}");
		conflicts(kms, key, "rotate", null);
		assertThat(kms.done(key, "enable", null).get("state").asString()).isEqualTo("active");
		assertThat(kms.verify(key, "x", signature)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "deactivated", "compromised" })
	void aKeyThatIsOutOfUseOnlyProcessesWhatItHasProtected(String state) {
		KeyCalls kms = calls();
		UUID key = kms.create("ML-KEM-768", "encryption");
		String ciphertext = kms.encrypt(key, "x");
		kms.done(key, "disable", "{\"state\": \"%s\"}".formatted(state));
		assertThat(kms.decrypt(key, ciphertext)).isEqualTo("x");
		conflicts(kms, key, "encrypt", "{\"plaintextB64\": \"AAAA\"}");
		conflicts(kms, key, "enable", null);
		conflicts(kms, key, "rotate", null);
	}

	@Test
	void aKeyIsActivatedWhenItsTimeHasCome() {
		KeyCalls kms = calls();
		UUID key = KeyCalls.id(kms.created("{\"algorithm\": \"Ed25519\", \"activateAt\": \"2199-01-01T00:00:00Z\"}"));
		conflicts(kms, key, "sign", "{\"dataB64\": \"AAAA\"}");
		due(key, "activate_at");
		assertThat(kms.get(KeyCalls.KEYS + "/" + key).get("state").asString()).isEqualTo("active");
		kms.sign(key, "x");
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.activate")).hasSize(1);
	}

	@Test
	void aKeyIsRotatedByItselfWhenItsPeriodHasPassed() {
		KeyCalls kms = calls();
		UUID key = KeyCalls.id(kms.created("{\"algorithm\": \"Ed25519\", \"rotationPeriod\": \"P30D\"}"));
		String signature = kms.sign(key, "x");
		due(key, "rotate_at");
		JsonNode rotated = kms.get(KeyCalls.KEYS + "/" + key);
		assertThat(rotated.get("version").asInt()).isEqualTo(2);
		assertThat(Instant.parse(rotated.get("nextRotationAt").asString()))
			.isEqualTo(Instant.parse(rotated.get("rotatedAt").asString()).plus(Duration.ofDays(30)));
		assertThat(kms.verify(key, "x", signature)).isTrue();
		assertThat(kms.done(key, "sign", "{\"dataB64\": \"AAAA\"}").get("keyVersion").asInt()).isEqualTo(2);
		JsonNode versions = kms.get(KeyCalls.KEYS + "/" + key + "/versions?limit=1");
		assertThat(versions.get("versions").get(0).get("version").asInt()).isEqualTo(2);
		assertThat(kms.get(KeyCalls.KEYS + "/" + key + "/versions?cursor=" + versions.get("nextCursor").asString())
			.get("versions")).hasSize(1);
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.rotate")).singleElement()
			.asString()
			.contains("\"actor_type\":\"system\"");
	}

	@Test
	void oneRunServesAllTenants() {
		KeyCalls first = calls();
		KeyCalls second = calls();
		String body = "{\"algorithm\": \"Ed25519\", \"rotationPeriod\": \"P30D\"}";
		UUID ofFirst = KeyCalls.id(first.created(body));
		UUID ofSecond = KeyCalls.id(second.created(body));
		comes(ofFirst, "rotate_at");
		comes(ofSecond, "rotate_at");
		runDueKeys();
		assertThat(first.get(KeyCalls.KEYS + "/" + ofFirst).get("version").asInt()).isEqualTo(2);
		assertThat(second.get(KeyCalls.KEYS + "/" + ofSecond).get("version").asInt()).isEqualTo(2);
	}

	@Test
	void aRotationThatIsRefusedIsToldAndTriedAgainAPeriodLater() {
		KeyCalls kms = calls();
		kms.call("PUT", "/kms/v1/crypto-policy", "{\"experimentalAlgorithms\": true}")
			.expectStatus()
			.isOk()
			.expectBody();
		UUID key = KeyCalls.id(kms.created("{\"algorithm\": \"FN-DSA-512\", \"rotationPeriod\": \"P30D\"}"));
		kms.call("PUT", "/kms/v1/crypto-policy", "{\"experimentalAlgorithms\": false}")
			.expectStatus()
			.isOk()
			.expectBody();
		due(key, "rotate_at");
		JsonNode left = kms.get(KeyCalls.KEYS + "/" + key);
		assertThat(left.get("version").asInt()).isEqualTo(1);
		assertThat(Instant.parse(left.get("nextRotationAt").asString()))
			.isAfter(Instant.now().plus(Duration.ofDays(29)));
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.rotate")).singleElement()
			.asString()
			.contains("\"outcome\":\"failure\"", "POLICY_DENIED");
		assertThat(kms.verify(key, "x", kms.sign(key, "x"))).isTrue();
	}

	@Test
	void aKeyIsDestroyedAfterItsWaitingPeriodAndItsMaterialIsGone() {
		KeyCalls kms = calls();
		UUID key = kms.create("AES-256-GCM", "encryption");
		String ciphertext = kms.encrypt(key, "x");
		JsonNode planned = delete(kms, key, "?waitingDays=7");
		assertThat(Instant.parse(planned.get("destroyAt").asString()))
			.isBetween(Instant.now().plus(Duration.ofDays(7)).minusSeconds(60), Instant.now().plus(Duration.ofDays(7)));
		assertThat(delete(kms, key, "").get("destroyAt")).isEqualTo(planned.get("destroyAt"));
		TestCalls.expectError(kms.call("DELETE", KeyCalls.KEYS + "/" + key + "?waitingDays=20", null), 409, "CONFLICT");
		conflicts(kms, key, "decrypt", "{\"ciphertextB64\": \"%s\"}".formatted(ciphertext));
		assertThat(kms.done(key, "cancel-deletion", null).get("destroyAt").isNull()).isTrue();
		assertThat(kms.decrypt(key, ciphertext)).isEqualTo("x");
		conflicts(kms, key, "cancel-deletion", null);
		destroyNow(kms, key);
		JsonNode destroyed = kms.get(KeyCalls.KEYS + "/" + key);
		assertThat(destroyed.get("state").asString()).isEqualTo("destroyed");
		TestCalls.expectError(kms.post(key, "decrypt", "{\"ciphertextB64\": \"%s\"}".formatted(ciphertext)), 410,
				"GONE");
		TestCalls.expectError(kms.post(key, "enable", null), 410, "GONE");
		TestCalls.expectError(kms.post(key, "rotate", null), 410, "GONE");
		TestCalls.expectError(kms.call("DELETE", KeyCalls.KEYS + "/" + key, null), 410, "GONE");
		assertThat(material(key)).isZero();
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.destroy")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "6", "31", "-7", "0x7", "seven" })
	void theWaitingPeriodHasBounds(String days) {
		KeyCalls kms = calls();
		UUID key = kms.create("AES-256-GCM", "encryption");
		TestCalls.expectError(kms.call("DELETE", KeyCalls.KEYS + "/" + key + "?waitingDays=" + days, null), 400,
				"BAD_REQUEST");
	}

	@Test
	void otherTenantsKeysCantBeSeenOrChanged() {
		UUID key = calls().create("AES-256-GCM", "encryption");
		KeyCalls other = calls();
		for (String operation : new String[] { "rotate", "disable", "enable", "cancel-deletion" }) {
			TestCalls.expectError(other.post(key, operation, null), 404, "NOT_FOUND");
		}
		TestCalls.expectError(other.post(key, "upgrade", "{\"algorithm\": \"AES-128-GCM\"}"), 404, "NOT_FOUND");
		for (String path : new String[] { "", "/versions", "/public-key" }) {
			TestCalls.expectError(other.call("GET", KeyCalls.KEYS + "/" + key + path, null), 404, "NOT_FOUND");
		}
		TestCalls.expectError(other.call("DELETE", KeyCalls.KEYS + "/" + key, null), 404, "NOT_FOUND");
	}

	@Test
	void anUpgradeToWhatTheKeyIsNotForIsRefused() {
		KeyCalls kms = calls();
		UUID key = kms.create("ECDSA-P256", "signing");
		for (String algorithm : new String[] { "ML-KEM-768", "ECDSA-P256", "RSA-2048", "LMS" }) {
			TestCalls.expectError(kms.post(key, "upgrade", "{\"algorithm\": \"%s\"}".formatted(algorithm)), 422,
					"UNPROCESSABLE_ENTITY");
		}
		TestCalls.expectError(
				kms.post(kms.create("ML-DSA-44", "signing"), "upgrade", "{\"algorithm\": \"ECDSA-P384\"}"), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(kms.post(key, "upgrade", "{\"algorithm\": \"FN-DSA-512\"}"), 403, "POLICY_DENIED");
		TestCalls.expectError(kms.post(key, "upgrade", "{}"), 400, "BAD_REQUEST");
		assertThat(kms.get(KeyCalls.KEYS + "/" + key).get("version").asInt()).isEqualTo(1);
	}

	@Test
	void aTenantWhoseKeysAreShreddedHasLostItsMaterialAlsoFromMemory() {
		KeyCalls kms = calls();
		UUID key = kms.create("AES-256-GCM", "encryption");
		String ciphertext = kms.encrypt(key, "x");
		KeyCalls other = calls();
		UUID theirs = other.create("AES-256-GCM", "encryption");
		assertThat(this.tenantKeys.shred(kms.account().tenantId()).block(WITHIN)).isEqualTo(1);
		TestCalls.expectError(kms.post(key, "decrypt", "{\"ciphertextB64\": \"%s\"}".formatted(ciphertext)), 410,
				"GONE");
		assertThat(other.decrypt(theirs, other.encrypt(theirs, "x"))).isEqualTo("x");
	}

	@Test
	void theTenantsKeyIsRotatedOnceAYearAndMaterialSealedAnew() {
		KeyCalls kms = calls();
		UUID key = kms.create("AES-256-GCM", "encryption");
		String ciphertext = kms.encrypt(key, "x");
		UUID before = sealedBy(key);
		inSystemTransaction(this.tenantKeyRotation.run());
		runDueKeys();
		assertThat(sealedBy(key)).isEqualTo(before);
		this.system.query("UPDATE tenant_key SET created_at = now() - interval '366 days' WHERE key_id = :key")
			.bind("key", before)
			.update()
			.block(WITHIN);
		inSystemTransaction(this.tenantKeyRotation.run());
		Eventually.until("the material sealed anew", () -> {
			runDueKeys();
			return !sealedBy(key).equals(before);
		});
		assertThat(kms.decrypt(key, ciphertext)).isEqualTo("x");
		assertThat(this.calls.events(kms.account().tenantId(), "tenant.key.rotate")).hasSize(1);
	}

	private JsonNode delete(KeyCalls kms, UUID key, String query) {
		return kms.answer(kms.call("DELETE", KeyCalls.KEYS + "/" + key + query, null), 200);
	}

	private static void conflicts(KeyCalls kms, UUID key, String operation, @Nullable String body) {
		TestCalls.expectError(kms.post(key, operation, body), 409, "CONFLICT");
	}

	private void destroyNow(KeyCalls kms, UUID key) {
		delete(kms, key, "");
		due(key, "destroy_at");
	}

	private void runDueKeys() {
		inSystemTransaction(this.dueKeys.run());
	}

	// As every instance runs its jobs by itself.
	private void inSystemTransaction(Mono<Void> job) {
		this.systemTransactions.inTransaction(job).block(WITHIN);
	}

	/**
	 * Lets the time come, and the job run.
	 */
	private void due(UUID key, String column) {
		comes(key, column);
		runDueKeys();
	}

	private void comes(UUID key, String column) {
		String statement = switch (column) {
			case "activate_at" -> "UPDATE kms_key SET activate_at = now() WHERE key_id = :key";
			case "rotate_at" -> "UPDATE kms_key SET rotate_at = now() WHERE key_id = :key";
			default -> "UPDATE kms_key SET destroy_at = now() WHERE key_id = :key";
		};
		assertThat(this.system.query(statement).bind("key", key).update().block(WITHIN)).isEqualTo(1);
	}

	private long material(UUID key) {
		Long rows = this.system.query("""
				SELECT count(*) AS found FROM kms_key_version
				WHERE key_id = :key AND (sealed IS NOT NULL OR public_key IS NOT NULL)
				""").bind("key", key).one((row) -> Columns.required(row, "found", Long.class)).block(WITHIN);
		return (rows != null) ? rows : -1;
	}

	private UUID sealedBy(UUID key) {
		return this.system.query("SELECT sealed_by FROM kms_key_version WHERE key_id = :key")
			.bind("key", key)
			.one((row) -> Columns.required(row, "sealed_by", UUID.class))
			.block(WITHIN);
	}

	private KeyCalls calls() {
		return new KeyCalls(this.client, this.tenants.owner());
	}

}
