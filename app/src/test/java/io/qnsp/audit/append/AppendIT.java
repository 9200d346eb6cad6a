package io.qnsp.audit.append;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.retention.RetentionScene;
import io.qnsp.core.caller.Role;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class AppendIT {

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private RetentionScene retention;

	@Autowired
	private JsonMapper json;

	@Autowired
	@Qualifier("systemSql")
	private Sql systemSql;

	private ResponseSpec append(Account account, String body) {
		return TestCalls.call(this.web, "POST", "/audit/v1/events", account, body);
	}

	private JsonNode read(Account account, String eventId) {
		return this.json
			.readTree(TestCalls.body(TestCalls.call(this.web, "GET", "/v1/events/" + eventId, account, null), 200));
	}

	@Test
	void keepsWhatOneOtherSystemTellsAndWhoBroughtIt() {
		Account owner = this.tenants.owner();
		Instant happened = Instant.now().minus(6, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
		JsonNode answer = this.json.readTree(TestCalls.body(append(owner,
				"""
						{"eventType":"ci.build.finish","timestamp":"%s","actor":{"type":"service","id":"runner","ip":"192.0.2.7"},
						"resource":{"type":"pipeline","id":"p-1"},"outcome":"failure",
						"context":{"requestId":"their-id","userAgent":"runner/2","source":"ci-1"},
						"detail":{"exit":1,"umlaut":"\\u00e4\\n"}}"""
					.formatted(happened)),
				201));
		assertThat(answer.get("accepted").intValue()).isOne();
		assertThat(answer.get("received").intValue()).isOne();
		String id = answer.get("eventIds").get(0).stringValue();
		JsonNode event = read(owner, id);
		String application = Objects
			.requireNonNull(this.json.readTree(this.calls.events(owner.tenantId(), "audit.event.append").getFirst()))
			.get("application")
			.stringValue();
		assertThat(event).isEqualTo(this.json.readTree("""
				{"eventId":"%s","eventType":"ci.build.finish","service":"ci","severity":"warning","timestamp":"%s",
				"tenantId":"%s","actor":{"type":"service","id":"runner","ip":"192.0.2.7"},
				"resource":{"type":"pipeline","id":"p-1"},"action":"finish","outcome":"failure","statusCode":0,
				"context":{"requestId":"their-id","userAgent":"runner/2","application":"%s","source":"external:ci-1"},
				"detail":{"exit":1,"umlaut":"\\u00e4\\n"}}""".formatted(id, happened, owner.tenantId(), application)));
		assertThat(application).isNotEmpty();
		assertThat(TestCalls.body(TestCalls.call(this.web, "GET",
				"/v1/events?eventType=ci.*&since=%s&until=%s".formatted(happened, happened.plusSeconds(1)), owner,
				null), 200))
			.as("found by the time it happened")
			.contains(id);
	}

	@Test
	void keepsAHundredEventsInTheirOrderWithTheEventOfTheCall() {
		Account owner = this.tenants.owner();
		StringBuilder body = new StringBuilder("[");
		for (int i = 0; i < 100; i++) {
			body.append(i == 0 ? "" : ",")
				.append("{\"eventType\":\"ci.step.run\",\"detail\":{\"n\":")
				.append(i)
				.append("}}");
		}
		JsonNode answer = this.json.readTree(TestCalls.body(append(owner, body.append("]").toString()), 201));
		List<String> events = this.calls.events(owner.tenantId(), "ci.step.run");
		assertThat(events).hasSize(100);
		for (int i = 0; i < 100; i++) {
			JsonNode event = this.json.readTree(events.get(i));
			assertThat(event.get("detail").get("n").intValue()).isEqualTo(i);
			assertThat(event.get("event_id").stringValue()).isEqualTo(answer.get("eventIds").get(i).stringValue());
			assertThat(event.get("source").stringValue()).isEqualTo("external");
			assertThat(event.get("actor_id").stringValue()).as("the caller, when nobody is named")
				.isEqualTo(owner.userId().toString());
		}
		assertThat(this.calls.events(owner.tenantId(), "audit.event.append")).singleElement()
			.satisfies((event) -> assertThat(event).contains(answer.get("eventIds").get(99).stringValue(),
					"\"count\": 100"));
	}

	@Test
	void keepsNothingWhenOneEventIsWrong() {
		Account owner = this.tenants.owner();
		append(owner, "[{\"eventType\":\"ci.step.run\"},{\"eventType\":\"ci.step.run\",\"severity\":\"loud\"}]")
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.details['[1].severity']")
			.exists();
		append(owner, "[{\"eventType\":\"ci.step.run\"},{\"eventType\":\"tenant.key.shred\"}]").expectStatus()
			.isBadRequest()
			.expectBody();
		assertThat(this.calls.events(owner.tenantId(), "ci.step.run")).isEmpty();
		assertThat(this.calls.events(owner.tenantId(), "tenant.key.shred")).isEmpty();
	}

	@Test
	void repeatsItsAnswerForTheSameKeyAndKeepsTheEventsOnce() {
		Account owner = this.tenants.owner();
		String first = TestCalls.body(keyed(owner, "{\"eventType\":\"ci.step.run\"}"), 201);
		String second = TestCalls.body(keyed(owner, "{\"eventType\":\"ci.step.run\"}"), 201);
		assertThat(second).isEqualTo(first);
		assertThat(this.calls.events(owner.tenantId(), "ci.step.run")).hasSize(1);
		TestCalls.expectError(keyed(owner, "{\"eventType\":\"ci.step.end\"}"), 422, "IDEMPOTENCY_KEY_REUSED");
		assertThat(this.calls.events(owner.tenantId(), "ci.step.end")).isEmpty();
	}

	private ResponseSpec keyed(Account account, String body) {
		return this.web.post()
			.uri("/v1/events")
			.header("Authorization", account.bearer())
			.header("Idempotency-Key", "batch-1")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	@Test
	void needsAWritingRoleAndTheScopeAndTheTenantOfTheCredential() {
		Account owner = this.tenants.owner();
		String body = "{\"eventType\":\"ci.step.run\"}";
		TestCalls.expectError(append(this.tenants.member(owner.tenantId(), Role.VIEWER), body), 403, "FORBIDDEN");
		TestCalls.expectError(
				append(this.tenants.key(owner.tenantId(), owner.userId(), List.of("read:audit"), null, Role.OWNER),
						body),
				403, "FORBIDDEN");
		append(this.tenants.key(owner.tenantId(), owner.userId(), List.of("write:audit"), null, Role.DEVELOPER), body)
			.expectStatus()
			.isCreated()
			.expectBody();
		Account other = this.tenants.owner();
		String named = "{\"eventType\":\"ci.step.run\",\"tenantId\":\"%s\"}";
		TestCalls.expectError(append(owner, named.formatted(other.tenantId())), 403, "TENANT_MISMATCH");
		append(owner, named.formatted(owner.tenantId())).expectStatus().isCreated().expectBody();
		assertThat(this.calls.events(other.tenantId(), "ci.step.run")).isEmpty();
	}

	@Test
	void readsHalfAMebibyteAndNoMore() {
		Account owner = this.tenants.owner();
		String event = "{\"eventType\":\"ci.step.run\",\"detail\":{\"a\":\"%s\"}}".formatted("x".repeat(40_000));
		String fits = Collections.nCopies(13, event).toString();
		assertThat(fits.length()).isBetween(AppendDecoder.MAX_BODY - 5_000, AppendDecoder.MAX_BODY);
		append(owner, fits).expectStatus().isCreated().expectBody();
		String tooLarge = fits + " ".repeat(AppendDecoder.MAX_BODY - fits.length() + 1);
		TestCalls.expectError(append(owner, tooLarge), 413, "PAYLOAD_TOO_LARGE");
		TestCalls.expectError(keyed(owner, tooLarge), 413, "PAYLOAD_TOO_LARGE");
		assertThat(this.calls.events(owner.tenantId(), "ci.step.run")).hasSize(13);
	}

	@Test
	void isNeitherBilledNorCountedAsAnOperatorsVisit() {
		Account owner = this.tenants.owner(Tier.ENTERPRISE_ELITE);
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		append(owner, "{\"eventType\":\"ci.step.run\",\"detail\":{\"billableOperation\":\"auth.risk_evaluation\"}}")
			.expectStatus()
			.isCreated()
			.expectBody();
		this.web.post()
			.uri("/v1/events")
			.header("Authorization", operator.bearer())
			.header("x-qnsp-tenant", owner.tenantId().toString())
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Collections.nCopies(10, "{\"eventType\":\"ci.step.run\"}").toString())
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody();
		Eventually.until("the visit is counted", () -> count("""
				SELECT coalesce(sum(event_count), 0)::bigint AS found FROM cross_tenant_activity
				WHERE target_tenant_id = :tenant""", owner.tenantId()) > 0);
		assertThat(count("""
				SELECT coalesce(sum(event_count), 0)::bigint AS found FROM cross_tenant_activity
				WHERE target_tenant_id = :tenant""", owner.tenantId())).as("the call, not what it told").isOne();
		assertThat(count("SELECT count(*) AS found FROM usage_meter WHERE tenant_id = :tenant", owner.tenantId()))
			.isZero();
	}

	@Test
	void saysNothingToThoseWhoFollowThePlatformsEventsHoweverItLooks() {
		Account owner = this.tenants.owner(Tier.ENTERPRISE_ELITE);
		for (String id : List.of("no-uuid", UUID.randomUUID().toString())) {
			append(owner,
					"""
							{"eventType":"ci.step.run","resource":{"type":"kms-key","id":"%1$s"},"detail":{"hsmConnectionId":"%1$s",
							 "hsmKeyId":"%1$s","hsmLatencyMs":1,"algorithm":"ML-DSA-65","operations":5}}"""
						.formatted(id))
				.expectStatus()
				.isCreated()
				.expectBody();
		}
		this.retention.followed(owner.tenantId());
		for (String table : List.of("kms_hsm_operation", "kms_algorithm_usage", "usage_meter")) {
			assertThat(count("SELECT count(*) AS found FROM " + table + " WHERE tenant_id = :tenant", owner.tenantId()))
				.as(table)
				.isZero();
		}
	}

	private long count(String query, UUID tenantId) {
		return Objects.requireNonNull(this.systemSql.query(query)
			.bind("tenant", tenantId)
			.one((row) -> Columns.required(row, "found", Long.class))
			.block());
	}

	@Test
	void masksCredentialsAsEverywhereInTheJournal() {
		Account owner = this.tenants.owner();
		append(owner,
				"{\"eventType\":\"ci.step.run\",\"actor\":{\"type\":\"user\",\"id\":\"%s\"},\"detail\":{\"a\":\"%s\"}}"
					.formatted(owner.key(), owner.key()))
			.expectStatus()
			.isCreated()
			.expectBody();
		assertThat(this.calls.eventsThatHold(owner.key())).isZero();
		assertThat(this.calls.events(owner.tenantId(), "ci.step.run")).singleElement()
			.satisfies((event) -> assertThat(event).contains("qnsp_pqc_***"));
	}

	@Test
	void isRefusedInTheErrorShapeWhenItIsNoJson() {
		Account owner = this.tenants.owner();
		for (Map.Entry<String, Integer> bad : Map
			.of("", 400, "{", 400, "{}{}", 400, "[1]", 400, "{\"eventType\":\"a.b.c\",\"eventType\":\"a.b.d\"}", 400)
			.entrySet()) {
			TestCalls.expectError(append(owner, bad.getKey()), bad.getValue(), "BAD_REQUEST");
		}
	}

}
