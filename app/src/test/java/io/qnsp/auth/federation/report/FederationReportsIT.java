package io.qnsp.auth.federation.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.auth.federation.FederationRows;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class FederationReportsIT {

	private static final String REPORTS = "/auth/federation/audit/reports";

	private static final String START = "2026-03-01T00:00:00Z";

	private static final String END = "2026-04-01T00:00:00Z";

	private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

	@Autowired
	private WebTestClient client;

	@Autowired
	private JsonMapper json;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	private JsonNode get(Account account, String path) {
		return Objects.requireNonNull(TestCalls.call(this.client, "GET", path, account, null)
			.expectStatus()
			.isOk()
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody());
	}

	private String order(Account account, String type, String format) {
		JsonNode accepted = Objects.requireNonNull(TestCalls
			.call(this.client, "POST", REPORTS, account,
					"""
							{"reportType": "%s", "startDate": "%s", "endDate": "%s", "format": "%s"}""".formatted(type,
							START, END, format))
			.expectStatus()
			.isEqualTo(202)
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody());
		assertThat(accepted.path("status").asString()).isEqualTo("pending");
		assertThat(Instant.parse(accepted.path("estimatedCompletionAt").asString()))
			.isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
		return accepted.path("reportId").asString();
	}

	private JsonNode finished(Account account, String reportId) {
		Eventually.until("report " + reportId,
				() -> !get(account, REPORTS + "/" + reportId).path("status").asString().equals("pending"));
		return get(account, REPORTS + "/" + reportId);
	}

	private JsonNode completed(Account account, String type, String format) {
		JsonNode report = finished(account, order(account, type, format));
		assertThat(report.path("status").asString()).as(report.toString()).isEqualTo("completed");
		return report;
	}

	private byte[] download(Account account, JsonNode report, String mediaType, String extension) {
		return Objects.requireNonNull(
				TestCalls.call(this.client, "GET", report.path("downloadUrl").asString(), account, null)
					.expectStatus()
					.isOk()
					.expectHeader()
					.contentType(mediaType)
					.expectHeader()
					.valueEquals("Content-Disposition", "attachment; filename=\"federation-%s-report-%s.%s\""
						.formatted(report.path("reportType").asString(), report.path("reportId").asString(), extension))
					.expectBody()
					.returnResult()
					.getResponseBody());
	}

	private void insertLogins(UUID tenant) {
		FederationRows.insert(tenant, "login", "okta", "ann", "success", NOON);
		FederationRows.insert(tenant, "mfa_challenge", "okta", "ann", "success", NOON.plusSeconds(30));
		FederationRows.insert(tenant, "login", "okta", "bob", "success", NOON.plusSeconds(60));
		FederationRows.insert(tenant, "login", "okta", "bob", "failure", NOON.plus(Duration.ofHours(30)));
		FederationRows.insert(tenant, "federation_login", "entra", "cyd", "success", NOON.plus(Duration.ofDays(2)));
		FederationRows.insert(tenant, "logout", "entra", "cyd", "success", NOON.plus(Duration.ofDays(2)));
		// Outside of the range.
		FederationRows.insert(tenant, "login", "okta", "ann", "failure", Instant.parse("2026-02-28T23:59:59Z"));
		FederationRows.insert(tenant, "login", "okta", "ann", "failure", Instant.parse(END));
	}

	@Test
	void answersComplianceFiguresThatTheEventsBearOut() {
		Account owner = this.tenants.owner();
		insertLogins(owner.tenantId());
		insertLogins(this.tenants.owner().tenantId());
		JsonNode report = completed(owner, "compliance", "json");
		JsonNode data = report.path("data");
		JsonNode summary = data.path("summary").path(0);
		assertThat(summary.path("events").asInt()).isEqualTo(6);
		assertThat(summary.path("providers").asInt()).isEqualTo(2);
		assertThat(summary.path("users").asInt()).isEqualTo(3);
		assertThat(summary.path("failures").asInt()).isOne();
		assertThat(summary.path("successRate").asDouble()).isEqualTo(0.8333);
		assertThat(summary.path("logins").asInt()).isEqualTo(4);
		assertThat(summary.path("failedLogins").asInt()).isOne();
		assertThat(summary.path("mfaLogins").asInt()).isOne();
		assertThat(summary.path("mfaShare").asDouble()).isEqualTo(0.3333);
		JsonNode okta = data.path("providerOutcomes").path(0);
		assertThat(okta.path("provider").asString()).isEqualTo("okta");
		assertThat(okta.path("events").asInt()).isEqualTo(4);
		assertThat(okta.path("mfaShare").asDouble()).isEqualTo(0.5);
		assertThat(okta.path("firstEventAt").asString()).isEqualTo("2026-03-04T12:00:00.000Z");
		assertThat(data.path("failedLogins")).hasSize(1);
		assertThat(data.path("failedLogins").path(0).path("userId").asString()).isEqualTo("bob");
		assertThat(data.path("gaps")).hasSize(1);
		assertThat(data.path("gaps").path(0).path("hours").asDouble()).isEqualTo(30.0);
		byte[] file = download(owner, report, "application/json", "json");
		assertThat(this.json.readTree(file)).isEqualTo(data);
		assertThat(this.calls.events(owner.tenantId(), "auth.federation_report.complete")).hasSize(1);
		assertThat(this.calls.events(owner.tenantId(), "auth.federation_report.download")).hasSize(1);
	}

	@Test
	void answersHonestZerosWhenNothingHappened() {
		JsonNode data = completed(this.tenants.owner(), "security", "json").path("data");
		assertThat(data.path("summary").path(0).path("events").asInt()).isZero();
		assertThat(data.path("summary").path(0).path("successRate").isNull()).isTrue();
		assertThat(data.path("failedLoginClusters")).isEmpty();
		assertThat(data.path("newProviders")).isEmpty();
	}

	@Test
	void findsClustersFailingUsersNewProvidersAndUnusualHours() {
		Account owner = this.tenants.owner();
		UUID tenant = owner.tenantId();
		for (int day = 1; day <= 12; day++) {
			FederationRows.insert(tenant, "login", "okta", "ann", "success",
					Instant.parse("2026-02-%02dT09:15:00Z".formatted(day)));
		}
		FederationRows.insert(tenant, "login", "okta", "ann", "success", Instant.parse("2026-03-10T10:59:00Z"));
		FederationRows.insert(tenant, "login", "okta", "ann", "success", Instant.parse("2026-03-11T03:00:00Z"));
		for (int i = 0; i < 6; i++) {
			FederationRows.insert(tenant, "login", "rogue", "eve", "failure", NOON.plusSeconds(i * 60));
		}
		JsonNode data = completed(owner, "security", "json").path("data");
		assertThat(data.path("failedLoginClusters")).hasSize(1);
		assertThat(data.path("failedLoginClusters").path(0).path("failedLogins").asInt()).isEqualTo(6);
		assertThat(data.path("failingUsers").path(0).path("userId").asString()).isEqualTo("eve");
		assertThat(data.path("failingUsers").path(0).path("failureRate").asDouble()).isEqualTo(1.0);
		assertThat(data.path("newProviders")).hasSize(1);
		assertThat(data.path("newProviders").path(0).path("provider").asString()).isEqualTo("rogue");
		assertThat(data.path("unusualHours")).hasSize(1);
		assertThat(data.path("unusualHours").path(0).path("hour").asInt()).isEqualTo(3);
	}

	@Test
	void writesCsvThatParsesBackAndHoldsNoFormula() {
		Account owner = this.tenants.owner();
		UUID tenant = owner.tenantId();
		List<String> dangerous = List.of("=HYPERLINK(\"http://x\",\"y\")", "+1", "-1", "@sum", "a \"quoted\", cell");
		dangerous.forEach((user) -> FederationRows.insert(tenant, "login", "okta", user, "success", NOON));
		JsonNode report = completed(owner, "activity", "csv");
		String csv = new String(download(owner, report, "text/csv;charset=UTF-8", "csv"), StandardCharsets.UTF_8);
		List<CsvRecord> records;
		try (CsvReader<CsvRecord> reader = CsvReader.builder()
			.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
			.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
			.ofCsvRecord(csv)) {
			records = reader.stream().toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		List<List<String>> rows = records.stream().map(CsvRecord::getFields).toList();
		assertThat(rows).contains(List.of("days"),
				List.of("day", "provider", "eventType", "events", "successes", "failures", "users"),
				List.of("2026-03-04", "okta", "login", "5", "5", "0", "5"));
		assertThat(rows.stream().map(List::getFirst)).contains("'=HYPERLINK(\"http://x\",\"y\")", "'+1", "'-1", "'@sum",
				"a \"quoted\", cell");
		assertThat(rows.stream().flatMap(List::stream)).noneMatch((cell) -> cell.matches("(?s)[=+@\\-\\t\\r].*"));
		assertThat(report.path("data").path("days").path(0).path("users").asInt()).isEqualTo(5);
	}

	@Test
	void writesPdfThatAPersonCanRead(@TempDir Path folder) throws Exception {
		Account owner = this.tenants.owner();
		insertLogins(owner.tenantId());
		for (int i = 0; i < 90; i++) {
			FederationRows.insert(owner.tenantId(), "login", "okta", "user-%03d".formatted(i), "failure", NOON);
		}
		FederationRows.insert(owner.tenantId(), "login", "Zürich 中", "ann", "success", NOON);
		byte[] pdf = download(owner, completed(owner, "compliance", "pdf"), "application/pdf", "pdf");
		Path file = Files.write(folder.resolve("report.pdf"), pdf);
		Process process = new ProcessBuilder("pdftotext", "-layout", file.toString(), "-").redirectErrorStream(true)
			.start();
		String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(text).isZero();
		assertThat(text).contains("Federation compliance report", "From 2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z",
				"Generated at 20", "Outcomes by provider", "user-042", "user-089", "okta", "Zürich", "<U+4E2D>",
				"2026-03-04T12:00:00Z", "page 1", "page 2");
	}

	@Test
	void protectsTheReportAndItsFileFromEverybodyElse() {
		Account owner = this.tenants.owner();
		JsonNode report = completed(owner, "activity", "csv");
		String path = REPORTS + "/" + report.path("reportId").asString();
		String file = report.path("downloadUrl").asString();
		assertThat(file).isEqualTo(path + "/download");
		Account stranger = this.tenants.owner();
		Account small = this.tenants.owner(Tier.FREE);
		Account limited = this.tenants.key(owner.tenantId(), owner.userId(), List.of("read:audit"), null, Role.OWNER);
		Account revoked = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), null, Role.OWNER);
		TestCalls.call(this.client, "GET", file, revoked, null).expectStatus().isOk().expectBody().returnResult();
		TestCalls.call(this.client, "POST", "/auth/api-keys/" + revoked.apiKeyId() + "/revoke", owner, null)
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult();
		for (String one : List.of(path, file)) {
			TestCalls.expectError(TestCalls.call(this.client, "GET", one, stranger, null), 404, "NOT_FOUND");
			TestCalls.expectError(TestCalls.call(this.client, "GET", one, small, null), 403, "ENTITLEMENT_REQUIRED");
			TestCalls.expectError(TestCalls.call(this.client, "GET", one, limited, null), 403, "FORBIDDEN");
			TestCalls.call(this.client, "GET", one, revoked, null)
				.expectStatus()
				.isUnauthorized()
				.expectBody()
				.returnResult();
			this.client.get().uri(one).exchange().expectStatus().isUnauthorized().expectBody().returnResult();
		}
		assertThat(get(stranger, REPORTS).path("reports")).isEmpty();
		assertThat(get(this.tenants.member(owner.tenantId(), Role.VIEWER), path).path("status").asString())
			.isEqualTo("completed");
	}

	@Test
	void listsReportsNewestFirstInPages() {
		Account owner = this.tenants.owner();
		List<String> ids = List.of(order(owner, "activity", "json"), order(owner, "security", "pdf"),
				order(owner, "compliance", "csv"));
		ids.forEach((id) -> finished(owner, id));
		JsonNode first = get(owner, REPORTS + "?limit=2");
		assertThat(first.path("reports").valueStream().map((report) -> report.path("reportId").asString()))
			.containsExactly(ids.get(2), ids.get(1));
		assertThat(first.path("reports").path(0).path("completedAt").isString()).isTrue();
		JsonNode second = get(owner, REPORTS + "?limit=2&cursor=" + first.path("nextCursor").asString());
		assertThat(second.path("reports").path(0).path("reportId").asString()).isEqualTo(ids.get(0));
		assertThat(second.path("nextCursor").isNull()).isTrue();
	}

	@Test
	void finishesAReportWhoseServerDied() {
		Account owner = this.tenants.owner();
		UUID report = UUID.randomUUID();
		FederationRows.execute("qnsp_system",
				"""
						INSERT INTO federation_report (tenant_id, report_id, report_type, format, range_start, range_end, providers,
							created_at) VALUES ('%s', '%s', 'activity', 'csv', '%s', '%s', '{}', now())"""
					.formatted(owner.tenantId(), report, START, END),
				"""
						INSERT INTO job (job_id, tenant_id, kind, payload, attempts, due_at)
						VALUES (gen_random_uuid(), '%s', 'federation-report', '%s', 1, now() + interval '1 hour')"""
					.formatted(owner.tenantId(), report));
		String path = REPORTS + "/" + report;
		JsonNode running = get(owner, path);
		assertThat(running.path("status").asString()).isEqualTo("pending");
		assertThat(running.path("data").isNull()).isTrue();
		assertThat(running.path("downloadUrl").isNull()).isTrue();
		TestCalls.expectError(TestCalls.call(this.client, "GET", path + "/download", owner, null), 409, "CONFLICT");
		FederationRows.execute("qnsp_system", "UPDATE job SET due_at = now() WHERE payload = '%s'".formatted(report));
		assertThat(finished(owner, report.toString()).path("status").asString()).isEqualTo("completed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "compliance", "activity", "security" })
	void isQuickOverManyFreshEventsOfOneInstantThatNoStatisticsKnowYet(String type) {
		Account owner = this.tenants.owner();
		FederationRows.execute("qnsp_system",
				"""
						INSERT INTO federation_event (tenant_id, event_id, event_type, provider, user_id, outcome, metadata, recorded_at)
						SELECT '%s', gen_random_uuid(), 'login', 'okta', 'user-' || i %% 10, 'success', '{}', recorded_at
						FROM generate_series(1, 20000) AS i,
							(VALUES (timestamptz '2026-02-20T12:00:00Z'), ('2026-03-04T12:00:00Z')) AS at (recorded_at)"""
					.formatted(owner.tenantId()));
		JsonNode summary = completed(owner, type, "json").path("data").path("summary").path(0);
		assertThat(summary.path("logins").asInt()).isEqualTo(20_000);
		assertThat(summary.path("mfaLogins").asInt()).isZero();
	}

	@Test
	void saysWhyAReportFailed() {
		Account owner = this.tenants.owner();
		FederationRows.execute("qnsp_system",
				"""
						INSERT INTO federation_event (tenant_id, event_id, event_type, provider, user_id, outcome, metadata, recorded_at)
						SELECT '%s', gen_random_uuid(), 'login', 'provider-' || i, 'u', 'success', '{}', '2026-03-04T00:00:00Z'
						FROM generate_series(1, 20001) AS i"""
					.formatted(owner.tenantId()));
		JsonNode report = finished(owner, order(owner, "activity", "json"));
		assertThat(report.path("status").asString()).isEqualTo("failed");
		assertThat(report.path("failureReason").asString()).contains("days has more than 20000 rows");
		assertThat(report.path("completedAt").isString()).isTrue();
		assertThat(report.path("data").isNull()).isTrue();
		TestCalls.expectError(TestCalls.call(this.client, "GET",
				REPORTS + "/" + report.path("reportId").asString() + "/download", owner, null), 409, "CONFLICT");
		assertThat(this.calls.events(owner.tenantId(), "auth.federation_report.fail")).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					reportType | {"startDate": "2026-03-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z"}
					reportType | {"reportType": "audit", "startDate": "2026-03-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z"}
					startDate | {"reportType": "activity", "endDate": "2026-04-01T00:00:00Z"}
					endDate | {"reportType": "activity", "startDate": "2026-03-01T00:00:00Z"}
					endDate | {"reportType": "activity", "startDate": "2026-03-01T00:00:00Z", "endDate": "2026-03-01T00:00:00Z"}
					endDate | {"reportType": "activity", "startDate": "2024-03-01T00:00:00Z", "endDate": "2026-03-01T00:00:00Z"}
					format | {"reportType": "activity", "startDate": "2026-03-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z", "format": "xml"}
					providers[0] | {"reportType": "activity", "startDate": "2026-03-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z", "providers": [""]}
					providers[0] | {"reportType": "activity", "startDate": "2026-03-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z", "providers": ["\\u0000"]}
					""")
	void refusesABadOrder(String field, String body) {
		Account owner = this.tenants.owner();
		JsonNode error = Objects.requireNonNull(TestCalls.call(this.client, "POST", REPORTS, owner, body)
			.expectStatus()
			.isBadRequest()
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody());
		assertThat(error.path("details").propertyNames()).as(body).contains(field);
		assertThat(get(owner, REPORTS).path("reports")).isEmpty();
	}

	@Test
	void answersNotFoundAndBadRequestForIdsThatAreNone() {
		Account owner = this.tenants.owner();
		TestCalls.expectError(
				TestCalls.call(this.client, "GET", REPORTS + "/" + UUID.randomUUID() + "/download", owner, null), 404,
				"NOT_FOUND");
		TestCalls.expectError(TestCalls.call(this.client, "GET", REPORTS + "/x", owner, null), 400, "BAD_REQUEST");
	}

}
