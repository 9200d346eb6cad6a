package io.qnsp.kms.analytics.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.projection.ProjectionRunner;
import io.qnsp.core.tenant.Tier;
import io.qnsp.kms.analytics.AnalyticsCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.analytics.AnalyticsCalls.PATH;
import static io.qnsp.kms.analytics.AnalyticsCalls.base64;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class UsageIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private ProjectionRunner projections;

	private AnalyticsCalls calls;

	@BeforeEach
	void calls() {
		this.calls = new AnalyticsCalls(this.client);
	}

	private long counted(Account account) {
		return this.calls.get("/usage", account).path("summary").path("totalOperations").asLong();
	}

	private static void bucket(UUID tenant, UUID key, String start, String operation, long operations, long bytes) {
		AnalyticsCalls.execute("""
				INSERT INTO kms_usage_bucket VALUES ('%s', '%s', '%s', '%s', 'app', false, %d, 0, %d, '%3$s')
				""".formatted(tenant, key, start, operation, operations, bytes));
	}

	@Test
	void countsRealUsesByKeyOperationAndApplication() {
		Account owner = this.tenants.owner();
		UUID signing = this.calls.signingKey(owner);
		UUID sealing = this.calls.key(owner, "{\"algorithm\":\"AES-256-GCM\",\"purpose\":\"encryption\"}");
		this.calls.sign(owner, signing, "billing", 100, 200);
		this.calls.sign(owner, signing, "billing", 50, 200);
		this.calls.sign(owner, signing, null, 7, 200);
		this.calls.use(owner, signing, "sign/batch", "reports",
				"{\"items\":[{\"dataB64\":\"%s\"},{\"dataB64\":\"%s\"},{\"dataB64\":\"!\"}]}".formatted(base64(10),
						base64(20)),
				200);
		JsonNode sealed = this.calls.use(owner, sealing, "encrypt", "billing",
				"{\"plaintextB64\":\"%s\"}".formatted(base64(30)), 200);
		this.calls.use(owner, sealing, "decrypt", "billing",
				"{\"ciphertextB64\":\"%s\"}".formatted(sealed.path("ciphertextB64").asString()), 200);
		this.calls.record(owner, signing, "offline-signer", "verify", 9_007_199_254_740_992L);
		this.calls.record(owner, signing, "offline-signer", "verify", 1);
		// A key that the tenant does not have was not used.
		this.calls.sign(owner, UUID.fromString("0197a000-0000-7000-8000-00000000000a"), "billing", 5, 404);
		Eventually.until("all uses", () -> counted(owner) == 10);

		JsonNode usage = this.calls.get("/usage", owner);
		assertThat(usage.path("usage")).hasSize(4);
		assertThat(usage.path("summary").path("uniqueKeys").asInt()).isEqualTo(2);
		assertThat(usage.path("summary").path("failedOperations").asInt()).isEqualTo(1);
		assertThat(usage.path("summary").path("externalOperations").asInt()).isEqualTo(2);
		JsonNode signed = this.calls.get("/usage?operation=sign&keyId=" + signing, owner).path("usage").path(0);
		assertThat(signed.path("count").asInt()).isEqualTo(6);
		assertThat(signed.path("failures").asInt()).isEqualTo(1);
		assertThat(signed.path("externalCount").asInt()).isZero();
		assertThat(signed.path("bytesProcessed").asInt()).isBetween(187, 188);
		JsonNode verified = this.calls.get("/usage?operation=verify", owner).path("usage").path(0);
		assertThat(verified.path("externalCount").asInt()).isEqualTo(2);
		assertThat(verified.path("bytesProcessed").decimalValue()).isEqualByComparingTo("9007199254740993");
		assertThat(this.calls.get("/usage?applicationId=billing", owner).path("summary").path("totalOperations"))
			.hasToString("4");

		JsonNode applications = this.calls.get("/applications", owner).path("applications");
		assertThat(applications).hasSize(4);
		JsonNode billing = applications.valueStream()
			.filter((one) -> one.path("applicationId").asString().equals("billing"))
			.findFirst()
			.orElseThrow();
		assertThat(billing.path("keysUsed").asInt()).isEqualTo(2);
		assertThat(billing.path("operationCounts"))
			.hasToString("{\"encrypt\":1,\"decrypt\":1,\"sign\":2,\"verify\":0}");
		assertThat(applications.valueStream().map((one) -> one.path("applicationId").asString()).toList())
			.contains("billing", "offline-signer", "reports", owner.apiKeyId().toString());

		JsonNode summary = this.calls.get("/keys/" + signing + "/summary", owner);
		assertThat(summary.path("keyName").asString()).isEqualTo("release");
		assertThat(summary.path("algorithm").asString()).isEqualTo("ML-DSA-44");
		assertThat(summary.path("totalOperations").asInt()).isEqualTo(8);
		assertThat(summary.path("externalOperations").asInt()).isEqualTo(2);
		assertThat(summary.path("operationBreakdown"))
			.hasToString("{\"encrypt\":0,\"decrypt\":0,\"sign\":6,\"verify\":2}");
		assertThat(summary.path("topApplications").path(0)).hasToString("{\"applicationId\":\"reports\",\"count\":3}");
		assertThat(Instant.parse(summary.path("lastUsedAt").asString())).isAfter(Instant.now().minusSeconds(60));
	}

	@Test
	void countsWhatFails() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		this.calls.call("POST", "/kms/v1/keys/" + key + "/disable", owner, "{}", 200);
		this.calls.sign(owner, key, "billing", 5, 409);
		Eventually.until("the failure", () -> counted(owner) == 1);
		assertThat(this.calls.get("/usage", owner).path("summary").path("failedOperations").asInt()).isEqualTo(1);
	}

	@Test
	void addsUpHoursDaysAndIsoWeeksOfUtcPageByPage() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		// 2025-12-29 is a Monday, and the first day of the first ISO week of 2026.
		bucket(owner.tenantId(), key, "2025-12-28T23:55:00Z", "sign", 1, 10);
		bucket(owner.tenantId(), key, "2025-12-29T00:00:00Z", "sign", 2, 20);
		bucket(owner.tenantId(), key, "2025-12-29T00:55:00Z", "sign", 4, 40);
		bucket(owner.tenantId(), key, "2025-12-29T01:00:00Z", "verify", 8, 80);
		bucket(owner.tenantId(), key, "2026-01-04T23:55:00Z", "sign", 16, 160);
		String range = "/usage?startTime=2025-12-01T00:00:00Z&endTime=2026-02-01T00:00:00Z&granularity=";
		assertThat(points(owner, range + "hour")).containsExactly("2025-12-28T23:00:00.000Z sign 1 10",
				"2025-12-29T00:00:00.000Z sign 6 60", "2025-12-29T01:00:00.000Z verify 8 80",
				"2026-01-04T23:00:00.000Z sign 16 160");
		assertThat(points(owner, range + "day")).containsExactly("2025-12-28T00:00:00.000Z sign 1 10",
				"2025-12-29T00:00:00.000Z sign 6 60", "2025-12-29T00:00:00.000Z verify 8 80",
				"2026-01-04T00:00:00.000Z sign 16 160");
		assertThat(points(owner, range + "week")).containsExactly("2025-12-22T00:00:00.000Z sign 1 10",
				"2025-12-29T00:00:00.000Z sign 22 220", "2025-12-29T00:00:00.000Z verify 8 80");
		for (String granularity : List.of("hour", "day", "week")) {
			List<String> paged = new ArrayList<>();
			String cursor = "";
			do {
				String path = range + granularity + "&limit=1" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
				paged.addAll(points(owner, path));
				cursor = this.calls.get(path, owner).path("nextCursor").asString("");
			}
			while (!cursor.isEmpty());
			assertThat(paged).isEqualTo(points(owner, range + granularity));
		}
		assertThat(points(owner,
				"/usage?startTime=2025-12-28T23:56:00Z&endTime=2025-12-29T00:56:00Z&keyId=" + key
						+ "&granularity=hour"))
			.as("the five minutes that the ends fall into count")
			.containsExactly("2025-12-28T23:00:00.000Z sign 1 10", "2025-12-29T00:00:00.000Z sign 6 60");
	}

	private List<String> points(Account account, String path) {
		return this.calls.get(path, account)
			.path("usage")
			.valueStream()
			.map((point) -> String.join(" ", point.path("timestamp").asString(), point.path("operation").asString(),
					point.path("count").asString(), point.path("bytesProcessed").asString()))
			.toList();
	}

	@Test
	void givesTheSameFiguresWhenRebuiltFromTheJournal() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		this.calls.sign(owner, key, "billing", 100, 200);
		this.calls.sign(owner, key, null, 50, 200);
		this.calls.record(owner, key, "elsewhere", "sign", 12);
		Eventually.until("all uses", () -> counted(owner) == 3);
		List<String> before = derived(owner.tenantId());
		assertThat(before).hasSizeGreaterThan(8);
		this.projections.rebuild(UsageProjection.NAME).block(Duration.ofSeconds(20));
		Eventually.until("the same figures", () -> derived(owner.tenantId()).equals(before));
		this.calls.sign(owner, key, "billing", 1, 200);
		Eventually.until("what came after", () -> counted(owner) == 4);
	}

	private static List<String> derived(UUID tenant) {
		List<String> rows = new ArrayList<>();
		for (String table : List.of("kms_usage_bucket", "kms_usage_total", "kms_usage_application",
				"kms_key_activity")) {
			rows.addAll(AnalyticsCalls.rows("SELECT row_to_json(t)::text FROM %s t WHERE tenant_id = '%s' ORDER BY 1"
				.formatted(table, tenant)));
		}
		return rows;
	}

	@Test
	void tellsOnlySoManyApplicationsApart() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		AnalyticsCalls.execute("""
				INSERT INTO kms_usage_application SELECT '%s', 'known-' || n, now() FROM generate_series(1, %d) n
				""".formatted(owner.tenantId(), UsageCountRepository.MOST_APPLICATIONS - 1));
		this.calls.record(owner, key, "last-that-fits", "sign", 1);
		Eventually.until("the first", () -> counted(owner) == 1);
		this.calls.record(owner, key, "one-too-many", "sign", 1);
		this.calls.record(owner, key, "two-too-many", "sign", 1);
		this.calls.record(owner, key, "known-7", "sign", 1);
		Eventually.until("all uses", () -> counted(owner) == 4);
		JsonNode top = this.calls.get("/keys/" + key + "/summary", owner).path("topApplications");
		assertThat(top.valueStream().map((one) -> one.path("applicationId").asString()).toList())
			.containsExactly("(other)", "known-7", "last-that-fits");
		assertThat(this.calls.get("/applications?limit=1", owner).path("applications").path(0).path("applicationId"))
			.hasToString("\"(other)\"");
		assertThat(AnalyticsCalls
			.rows("SELECT count(*) FROM kms_usage_application WHERE tenant_id = '" + owner.tenantId() + "'"))
			.containsExactly(Integer.toString(UsageCountRepository.MOST_APPLICATIONS + 1));
	}

	@Test
	void listsApplicationsPageByPage() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		for (String name : List.of("a", "b", "\u00fc", "c")) {
			this.calls.record(owner, key, name, "sign", 1);
		}
		Eventually.until("all uses", () -> counted(owner) == 4);
		List<String> names = new ArrayList<>();
		String cursor = "";
		do {
			JsonNode page = this.calls.get("/applications?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
					owner);
			page.path("applications").forEach((one) -> names.add(one.path("applicationName").asString()));
			cursor = page.path("nextCursor").asString("");
		}
		while (!cursor.isEmpty());
		assertThat(names).containsExactly("a", "b", "c", "\u00fc");
	}

	@Test
	void countsARecordOnceHoweverOftenItIsSent() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		String body = "{\"applicationId\":\"a\",\"keyId\":\"%s\",\"operation\":\"sign\",\"bytesProcessed\":1}"
			.formatted(key);
		for (int i = 0; i < 2; i++) {
			this.client.post()
				.uri(PATH + "/applications/record")
				.header("Authorization", owner.bearer())
				.header("Idempotency-Key", "once-" + key)
				.header("Content-Type", "application/json")
				.bodyValue(body)
				.exchange()
				.expectStatus()
				.isCreated();
		}
		this.calls.record(owner, key, "b", "sign", 1);
		Eventually.until("the last", () -> this.calls.get("/applications", owner).path("applications").size() == 2);
		assertThat(counted(owner)).isEqualTo(2);
	}

	@Test
	void keepsTenantsApart() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		this.calls.record(owner, key, "a", "sign", 1);
		Eventually.until("the use", () -> counted(owner) == 1);
		assertThat(counted(other)).isZero();
		assertThat(this.calls.get("/applications", other).path("applications")).isEmpty();
		for (String path : List.of("/keys/" + key + "/summary", "/usage?keyId=" + key)) {
			TestCalls.expectError(TestCalls.call(this.client, "GET", PATH + path, other, null), 404, "NOT_FOUND");
		}
		TestCalls.expectError(TestCalls.call(this.client, "POST", PATH + "/applications/record", other,
				"{\"applicationId\":\"a\",\"keyId\":\"%s\",\"operation\":\"sign\",\"bytesProcessed\":1}"
					.formatted(key)),
				404, "NOT_FOUND");
	}

	@Test
	void saysNothingOfTheLastUseOfAnUnusedKeyWithoutAName() {
		Account owner = this.tenants.owner();
		UUID key = this.calls.key(owner, "{\"algorithm\":\"ML-DSA-44\"}");
		JsonNode summary = this.calls.get("/keys/" + key + "/summary", owner);
		assertThat(summary.path("keyName").isNull()).isTrue();
		assertThat(summary.path("lastUsedAt").isNull()).isTrue();
		assertThat(summary.path("totalOperations").asInt()).isZero();
	}

	@Test
	void needsTheFeature() {
		Account small = this.tenants.owner(Tier.FREE);
		TestCalls.expectError(TestCalls.call(this.client, "GET", PATH + "/usage", small, null), 403,
				"ENTITLEMENT_REQUIRED");
		assertThat(counted(this.tenants.owner(Tier.DEV_STARTER))).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/usage?granularity=minute", "/usage?operation=steal", "/usage?startTime=yesterday",
			"/usage?keyId=1", "/usage?limit=0", "/usage?limit=201", "/usage?cursor=x",
			"/usage?startTime=2026-01-02T00:00:00Z&endTime=2026-01-01T00:00:00Z",
			"/usage?startTime=2024-01-01T00:00:00Z&endTime=2026-01-01T00:00:00Z",
			"/usage?endTime=+10000-01-01T00:00:00Z", "/applications?limit=201", "/applications?cursor=%00",
			"/applications?cursor=garbage", "/keys/1/summary" })
	void refusesWhatCannotBeAnswered(String path) {
		TestCalls.expectError(TestCalls.call(this.client, "GET", PATH + path, this.tenants.owner(), null), 400,
				"BAD_REQUEST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"applicationId\":\"\"", "\"applicationId\":\" \"", "\"operation\":\"wrap\"",
			"\"bytesProcessed\":-1", "\"bytesProcessed\":9007199254740993", "\"bytesProcessed\":1.5",
			"\"keyId\":\"nope\"" })
	void refusesRecordsThatCannotBeCounted(String field) {
		Account owner = this.tenants.owner();
		UUID key = this.calls.signingKey(owner);
		List<String> fields = new ArrayList<>(List.of("\"applicationId\":\"a\"", "\"keyId\":\"" + key + "\"",
				"\"operation\":\"sign\"", "\"bytesProcessed\":1"));
		String name = field.substring(0, field.indexOf(':'));
		fields.removeIf((one) -> one.startsWith(name));
		fields.add(field);
		TestCalls.expectError(TestCalls.call(this.client, "POST", PATH + "/applications/record", owner,
				"{" + String.join(",", fields) + "}"), 400, "BAD_REQUEST");
	}

}
