package io.qnsp.auth.federation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.Tier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class FederationEventsIT {

	private static final String EVENTS = "/auth/federation/audit/events";

	private static final String QUERY = "/auth/federation/audit/query";

	private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	private JsonNode record(Account account, String body) {
		return answer(TestCalls.call(this.client, "POST", EVENTS, account, body), 201);
	}

	private JsonNode query(Account account, String body) {
		return answer(TestCalls.call(this.client, "POST", QUERY, account, body), 200);
	}

	private static JsonNode answer(WebTestClient.ResponseSpec response, int status) {
		return Objects.requireNonNull(
				response.expectStatus().isEqualTo(status).expectBody(JsonNode.class).returnResult().getResponseBody());
	}

	private static List<String> ids(JsonNode page) {
		return page.path("events").valueStream().map((event) -> event.path("eventId").asString()).toList();
	}

	@Test
	void recordsAnEventAndAnswersItInQueries() {
		Account owner = this.tenants.owner();
		JsonNode recorded = record(owner, """
				{"eventType": "federation_login", "provider": "okta", "userId": "ann", "outcome": "failure",
				 "metadata": {"reason": "bad password", "attempt": 3, "nested": {"list": [1, 2.5, null, true]}}}""");
		JsonNode page = query(owner, "{}");
		assertThat(page.path("total").asInt()).isOne();
		assertThat(page.path("totalExact").asBoolean()).isTrue();
		assertThat(page.path("nextCursor").isNull()).isTrue();
		JsonNode event = page.path("events").path(0);
		assertThat(event.path("eventId")).isEqualTo(recorded.path("eventId"));
		assertThat(event.path("timestamp")).isEqualTo(recorded.path("recordedAt"));
		assertThat(event.path("eventType").asString()).isEqualTo("federation_login");
		assertThat(event.path("provider").asString()).isEqualTo("okta");
		assertThat(event.path("userId").asString()).isEqualTo("ann");
		assertThat(event.path("outcome").asString()).isEqualTo("failure");
		assertThat(event.path("metadata").path("nested").path("list")).hasSize(4);
		assertThat(event.path("metadata").path("attempt").asInt()).isEqualTo(3);
	}

	@Test
	void namesTheEventInTheJournalAndKeepsItsMetadataOut() {
		Account owner = this.tenants.owner();
		String secret = "metadata-" + UUID.randomUUID();
		JsonNode recorded = record(owner, """
				{"eventType": "jit_provision", "provider": "entra", "userId": "bob", "outcome": "success",
				 "metadata": {"note": "%s"}}""".formatted(secret));
		assertThat(this.calls.events(owner.tenantId(), "auth.federation.jit_provision")).singleElement()
			.asString()
			.contains(recorded.path("eventId").asString(), "entra", "bob", "jit_provision", "success");
		assertThat(this.calls.eventsThatHold(secret)).isZero();
	}

	@Test
	void recordsATypeWithDigitsUnderTheEndpointsOwnEvent() {
		Account owner = this.tenants.owner();
		record(owner, """
				{"eventType": "oauth2_login", "provider": "entra", "userId": "bob", "outcome": "success"}""");
		assertThat(this.calls.events(owner.tenantId(), "auth.federation_event.record")).singleElement()
			.asString()
			.contains("oauth2_login");
	}

	@Test
	void findsByTypeProviderUserAndTime() {
		Account owner = this.tenants.owner();
		UUID tenant = owner.tenantId();
		UUID login = FederationRows.insert(tenant, "login", "okta", "ann", "success", NOON);
		UUID prefixed = FederationRows.insert(tenant, "federation_login", "entra", "bob", "success",
				NOON.plusSeconds(1));
		UUID logout = FederationRows.insert(tenant, "logout", "okta", "bob", "success", NOON.plusSeconds(2));
		UUID other = FederationRows.insert(tenant, "attribute_sync", "ping", "cyd", "success", NOON.plusSeconds(3));
		String range = "\"startTime\": \"2026-03-04T12:00:00Z\", \"endTime\": \"2026-03-04T12:00:03Z\"";
		assertFound(owner, "{%s}".formatted(range), logout, prefixed, login);
		assertFound(owner, "{%s, \"eventTypes\": [\"login\"]}".formatted(range), prefixed, login);
		assertFound(owner, "{%s, \"eventTypes\": [\"login\", \"logout\"], \"providers\": [\"okta\"]}".formatted(range),
				logout, login);
		assertFound(owner, "{%s, \"userIds\": [\"bob\"]}".formatted(range), logout, prefixed);
		assertFound(owner, "{%s, \"userIds\": [\"nobody\"]}".formatted(range));
		assertFound(owner, "{%s, \"userIds\": [], \"providers\": [], \"eventTypes\": []}".formatted(range), logout,
				prefixed, login);
		assertFound(owner, """
				{"startTime": "2026-03-04T12:00:03Z", "endTime": "2026-03-05T12:00:00Z"}""", other);
	}

	private void assertFound(Account account, String body, UUID... expected) {
		JsonNode page = query(account, body);
		assertThat(ids(page)).as(body)
			.containsExactlyElementsOf(List.of(expected).stream().map(UUID::toString).toList());
		assertThat(page.path("total").asInt()).as(body).isEqualTo(expected.length);
	}

	@Test
	void pagesThroughAllEventsWhileOthersArrive() {
		Account owner = this.tenants.owner();
		List<String> before = new ArrayList<>();
		for (int i = 0; i < 47; i++) {
			// Several events share an instant, so that the id decides.
			before.addFirst(
					FederationRows.insert(owner.tenantId(), "login", "okta", "u" + i, "success", NOON.plusMillis(i / 4))
						.toString());
		}
		List<String> found = new ArrayList<>();
		@Nullable String cursor = null;
		do {
			JsonNode page = query(owner, """
					{"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-31T00:00:00Z", "limit": 5%s}"""
				.formatted((cursor != null) ? ", \"cursor\": \"" + cursor + "\"" : ""));
			found.addAll(ids(page));
			cursor = page.path("nextCursor").isNull() ? null : page.path("nextCursor").asString();
			FederationRows.insert(owner.tenantId(), "login", "okta", "late", "success", NOON.plusSeconds(found.size()));
		}
		while (cursor != null);
		assertThat(found).hasSize(47).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(before);
	}

	@Test
	void countsTheTotalUpToABound() {
		Account owner = this.tenants.owner();
		FederationRows.execute("qnsp_system",
				"""
						INSERT INTO federation_event (tenant_id, event_id, event_type, provider, user_id, outcome, metadata, recorded_at)
						SELECT '%s', gen_random_uuid(), 'login', 'okta', 'u', 'success', '{}', now() - interval '1 hour'
						FROM generate_series(1, %d)"""
					.formatted(owner.tenantId(), FederationEvents.MAX_TOTAL + 5));
		JsonNode page = query(owner, "{\"limit\": 1}");
		assertThat(page.path("total").asInt()).isEqualTo(FederationEvents.MAX_TOTAL);
		assertThat(page.path("totalExact").asBoolean()).isFalse();
	}

	@Test
	void showsATenantOnlyItsOwnEvents() {
		Account one = this.tenants.owner();
		Account other = this.tenants.owner();
		FederationRows.insert(one.tenantId(), "login", "okta", "ann", "success", NOON);
		assertThat(query(other, "{\"startTime\": \"2026-03-01T00:00:00Z\"}").path("total").asInt()).isZero();
		assertThat(FederationRows.asTenant(other.tenantId(), "SELECT event_id FROM federation_event")).isEmpty();
	}

	@Test
	void letsNobodyChangeARecordedEvent() {
		for (String role : List.of("qnsp_app", "qnsp_system")) {
			for (String sql : List.of("UPDATE federation_event SET outcome = 'success'",
					"DELETE FROM federation_event")) {
				assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> FederationRows.execute(role, sql)))
					.hasMessageContaining("permission denied");
			}
		}
	}

	@Test
	void needsTheFeatureToQueryAndNotToRecord() {
		Account small = this.tenants.owner(Tier.FREE);
		record(small, """
				{"eventType": "login", "provider": "okta", "userId": "ann", "outcome": "success"}""");
		TestCalls.expectError(TestCalls.call(this.client, "POST", QUERY, small, "{}"), 403, "ENTITLEMENT_REQUIRED");
	}

	@Test
	void needsARoleThatWritesToRecordAndAScopeForBoth() {
		Account owner = this.tenants.owner();
		Account viewer = this.tenants.member(owner.tenantId(), Role.VIEWER);
		String event = """
				{"eventType": "login", "provider": "okta", "userId": "ann", "outcome": "success"}""";
		query(viewer, "{}");
		TestCalls.expectError(TestCalls.call(this.client, "POST", EVENTS, viewer, event), 403, "FORBIDDEN");
		Account limited = this.tenants.key(owner.tenantId(), owner.userId(), List.of("read:audit"), null, Role.OWNER);
		TestCalls.expectError(TestCalls.call(this.client, "POST", EVENTS, limited, event), 403, "FORBIDDEN");
		TestCalls.expectError(TestCalls.call(this.client, "POST", QUERY, limited, "{}"), 403, "FORBIDDEN");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					eventType | {"provider": "p", "userId": "u", "outcome": "success"}
					eventType | {"eventType": "Login", "provider": "p", "userId": "u", "outcome": "success"}
					eventType | {"eventType": "auth.x", "provider": "p", "userId": "u", "outcome": "success"}
					provider | {"eventType": "login", "provider": "", "userId": "u", "outcome": "success"}
					provider | {"eventType": "login", "provider": "a\\u0000b", "userId": "u", "outcome": "success"}
					userId | {"eventType": "login", "provider": "p", "userId": "\\ud800", "outcome": "success"}
					outcome | {"eventType": "login", "provider": "p", "userId": "u"}
					outcome | {"eventType": "login", "provider": "p", "userId": "u", "outcome": "maybe"}
					outcome | {"eventType": "login", "provider": "p", "userId": "u", "outcome": 0}
					metadata | {"eventType": "login", "provider": "p", "userId": "u", "outcome": "success", "metadata": [1]}
					metadata | {"eventType": "login", "provider": "p", "userId": "u", "outcome": "success", "metadata": {"a": "\\u0000"}}
					metadata | {"eventType": "login", "provider": "p", "userId": "u", "outcome": "success", "metadata": {"\\u0000": 1}}
					metadata | {"eventType": "login", "provider": "p", "userId": "u", "outcome": "success", "metadata": {"a": ["\\udc00"]}}
					metadata | {"eventType": "login", "provider": "p", "userId": "u", "outcome": "success", "metadata": {"a": 1e999}}
					metadata | {"eventType": "login", "provider": "p", "userId": "u", "outcome": "success", "metadata": {"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}
					""")
	void refusesABadEvent(String field, String body) {
		assertRefused(EVENTS, field, body);
	}

	@Test
	void refusesMetadataThatIsTooLarge() {
		assertRefused(EVENTS, "metadata", """
				{"eventType": "login", "provider": "p", "userId": "u", "outcome": "success", "metadata": {"a": "%s"}}"""
			.formatted("x".repeat(17_000)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			endTime | {"startTime": "2026-03-04T12:00:00Z", "endTime": "2026-03-04T12:00:00Z"}
			endTime | {"startTime": "2024-03-04T12:00:00Z", "endTime": "2026-03-04T12:00:00Z"}
			startTime | {"startTime": "-999999999-01-01T00:00:00Z"}
			startTime | {"startTime": "yesterday"}
			startTime | {"startTime": 5}
			eventTypes[0] | {"eventTypes": ["link"]}
			eventTypes | {"eventTypes": "login"}
			eventTypes[0] | {"eventTypes": [null]}
			providers[0] | {"providers": [""]}
			providers | {"providers": ["a\\u0000"]}
			userIds[0] | {"userIds": [null]}
			limit | {"limit": 0}
			limit | {"limit": 201}
			limit | {"limit": "ten"}
			cursor | {"cursor": "x"}
			""")
	void refusesABadQuery(String field, String body) {
		assertRefused(QUERY, field, body);
	}

	private void assertRefused(String path, String field, String body) {
		Account owner = this.tenants.owner();
		JsonNode error = answer(TestCalls.call(this.client, "POST", path, owner, body), 400);
		assertThat(error.path("error").asString()).isEqualTo("BAD_REQUEST");
		assertThat(error.path("details").propertyNames()).as(body).contains(field);
	}

	@Test
	void walksTheIndexesInsteadOfTheTable() {
		UUID tenant = this.tenants.owner().tenantId();
		FederationRows.execute("qnsp_system",
				"""
						INSERT INTO federation_event (tenant_id, event_id, event_type, provider, user_id, outcome, metadata, recorded_at)
						SELECT CASE i %% 20 WHEN 7 THEN '%s'::uuid ELSE md5((i %% 20)::text)::uuid END, gen_random_uuid(), 'login',
							'provider-' || (i %% 3), 'user-' || (i %% 4000), 'success', '{}', '2026-01-01Z'::timestamptz + i * interval '1 min'
						FROM generate_series(1, 40000) AS i"""
					.formatted(tenant));
		// As autovacuum would: an index is enough by itself only for pages known to be
		// visible to all.
		FederationRows.execute("postgres", "VACUUM (ANALYZE) qnsp.federation_event");
		assertThat(plan(tenant, FederationEventRepository.PAGE_OF_ALL, 51))
			.contains("Index Scan Backward using federation_event_by_time")
			.doesNotContain("Seq Scan")
			.doesNotContain("Sort");
		assertThat(plan(tenant, FederationEventRepository.COUNT_ALL, 10_001)).contains("Index Only Scan")
			.doesNotContain("Seq Scan");
		assertThat(plan(tenant, FederationEventRepository.PAGE_OF_USERS, 51)).contains("federation_event_by_user")
			.doesNotContain("Seq Scan");
		assertThat(plan(tenant, FederationEventRepository.COUNT_USERS, 10_001)).contains("federation_event_by_user")
			.doesNotContain("Seq Scan");
	}

	private static String plan(UUID tenant, String sql, int limit) {
		Instant start = Instant.parse("2026-01-02T00:00:00Z");
		String bound = sql.replace(":types::text[]", "NULL::text[]")
			.replace(":types", "NULL::text[]")
			.replace(":providers::text[]", "NULL::text[]")
			.replace(":providers", "NULL::text[]")
			.replace(":users", "ARRAY['user-7', 'user-27']")
			.replace(":tenant", "'" + tenant + "'::uuid")
			.replace(":start", "'" + start + "'::timestamptz")
			.replace(":end", "'" + start.plus(Duration.ofDays(20)) + "'::timestamptz")
			.replace(":at", "'" + start.plus(Duration.ofDays(15)) + "'::timestamptz")
			.replace(":id", "'" + UUID.randomUUID() + "'::uuid")
			.replace(":limit", Integer.toString(limit));
		return String.join("\n", FederationRows.asTenant(tenant, "EXPLAIN (COSTS OFF) " + bound));
	}

}
