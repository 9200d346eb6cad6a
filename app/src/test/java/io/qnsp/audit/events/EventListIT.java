package io.qnsp.audit.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.PlatformTenant;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class EventListIT {

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Test
	void pagesThroughTheTenantsEventsNewestFirstWithoutGap() {
		Account owner = this.tenants.owner();
		for (int i = 0; i < 7; i++) {
			TestCalls.call(this.web, "GET", "/auth/api-keys?limit=" + (i + 1), owner, null)
				.expectStatus()
				.isOk()
				.expectBody();
		}
		List<Object> ids = new ArrayList<>();
		Object cursor = null;
		do {
			Map<?, ?> page = list(owner, "/audit/v1/events?limit=3&eventType=auth.api_key.*"
					+ ((cursor != null) ? "&cursor=" + cursor : ""));
			List<?> events = (List<?>) Objects.requireNonNull(page.get("events"));
			events.forEach((event) -> ids.add(((Map<?, ?>) event).get("eventId")));
			assertThat(events).hasSizeLessThanOrEqualTo(3);
			cursor = page.get("nextCursor");
		}
		while (cursor != null);
		assertThat(ids).hasSize(7)
			.doesNotHaveDuplicates()
			.isSortedAccordingTo((a, b) -> b.toString().compareTo(a.toString()));
		assertThat(this.calls.events(owner.tenantId(), "audit.event.list")).as("who reads the log is in the log")
			.hasSize(3);
	}

	@Test
	void filtersByEveryField() {
		Account owner = this.tenants.owner();
		Account viewer = this.tenants.member(owner.tenantId(), Role.VIEWER);
		TestCalls.call(this.web, "GET", "/auth/api-keys", owner, null).expectStatus().isOk().expectBody();
		TestCalls.call(this.web, "POST", "/v1/streaming/subscriptions", viewer, "{}")
			.expectStatus()
			.isForbidden()
			.expectBody();
		assertThat(types(viewer, "outcome=denied")).containsExactly("audit.subscription.create");
		assertThat(types(viewer, "severity=warning&service=audit")).containsExactly("audit.subscription.create");
		assertThat(types(viewer, "actorId=" + owner.userId())).containsExactly("auth.api_key.list");
		assertThat(types(viewer, "resourceType=api-key&resourceId=*")).containsExactly("auth.api_key.list");
		assertThat(types(viewer, "requestId=nobody")).isEmpty();
		assertThat(types(viewer, "eventType=auth.api_key.list&eventType=audit.sub*"))
			.containsExactly("audit.subscription.create", "auth.api_key.list");
		assertThat(types(viewer, "until=2020-01-01T00:00:00Z")).isEmpty();
		assertThat(types(viewer, "since=2020-01-01T00:00:00Z&eventType=auth.*")).containsExactly("auth.api_key.list");
	}

	@Test
	void refusesWhatItCannotRead() {
		Account owner = this.tenants.owner();
		for (String query : List.of("limit=0", "limit=201", "limit=x", "cursor=x", "cursor=1-2", "eventType=a*b",
				"severity=loud", "outcome=maybe", "since=yesterday", "until=-200000-01-01T00:00:00Z", "actorId=")) {
			TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events?" + query, owner, null), 400,
					"BAD_REQUEST");
		}
		Account limited = this.tenants.key(owner.tenantId(), owner.userId(), List.of("read:auth"), null, Role.OWNER);
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events", limited, null), 403, "FORBIDDEN");
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/vault/v1/events", owner, null), 404, "NOT_FOUND");
	}

	@Test
	void showsNoEventOfAnotherTenant() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		TestCalls.call(this.web, "GET", "/auth/api-keys", other, null).expectStatus().isOk().expectBody();
		assertThat(types(owner, "limit=200")).isEmpty();
	}

	@Test
	void showsOneEventByItsIdToItsTenantOnly() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		TestCalls.call(this.web, "GET", "/auth/api-keys", owner, null).expectStatus().isOk().expectBody();
		Map<?, ?> listed = (Map<?, ?>) ((List<?>) Objects
			.requireNonNull(list(owner, "/v1/events?eventType=auth.api_key.list").get("events"))).getFirst();
		String id = String.valueOf(listed.get("eventId"));
		assertThat(list(owner, "/v1/events/" + id)).isEqualTo(listed);
		assertThat(list(owner, "/audit/v1/events/" + id)).isEqualTo(listed);
		assertThat(this.calls.events(owner.tenantId(), "audit.event.read")).hasSize(2)
			.allMatch((event) -> event.contains(id));
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events/" + id, other, null), 404, "NOT_FOUND");
		for (String unknown : List.of("0197a000-0000-7000-8000-0000dead0008", "ffffffff-ffff-7fff-bfff-ffffffffffff",
				"00000000-0000-0000-0000-000000000000")) {
			TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events/" + unknown, owner, null), 404,
					"NOT_FOUND");
		}
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events/1-1-1-1-1", owner, null), 400, "BAD_REQUEST");
	}

	@Test
	void namesTheTenantOfAnOperatorWhoActsInAnother() {
		Account owner = this.tenants.owner();
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		this.web.get()
			.uri("/auth/api-keys")
			.header("Authorization", operator.bearer())
			.header("x-qnsp-tenant", owner.tenantId().toString())
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody();
		TestCalls.call(this.web, "GET", "/auth/api-keys", owner, null).expectStatus().isOk().expectBody();
		List<Object> tenants = new ArrayList<>();
		for (Object event : (List<?>) Objects
			.requireNonNull(list(owner, "/v1/events?eventType=auth.api_key.list").get("events"))) {
			Map<?, ?> actor = (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) event).get("actor"));
			tenants.add(actor.containsKey("homeTenantId") ? actor.get("homeTenantId") : "own");
		}
		assertThat(tenants).containsExactly("own", PlatformTenant.ID.toString());
	}

	@Test
	void readsEventsWithTheSmallestAndTheLargestNumbers() {
		Account owner = this.tenants.owner();
		for (String number : List.of("4.9e-324", "1e-300", "100")) {
			TestCalls.call(this.web, "POST", "/auth/risk/policies", owner, """
					{"name":"tiny","conditions":{"riskScoreThreshold":%s},"enabled":false,
					"actions":{"onHighRisk":"challenge","challengeType":"mfa"}}""".formatted(number))
				.expectStatus()
				.isCreated()
				.expectBody();
		}
		assertThat(types(owner, "limit=200")).contains("auth.risk_policy.create").hasSize(3);
		String federated = """
				{"eventType":"login","provider":"p","userId":"u","outcome":"success","metadata":{"a":%s}}""";
		for (String number : List.of("1.7976931348623157e308", "4.9e-324", "9".repeat(900))) {
			TestCalls.call(this.web, "POST", "/auth/federation/audit/events", owner, federated.formatted(number))
				.expectStatus()
				.isCreated()
				.expectBody();
		}
		TestCalls.call(this.web, "POST", "/auth/federation/audit/query", owner, "{}")
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.events.length()")
			.isEqualTo(3);
	}

	private List<String> types(Account account, String query) {
		List<?> events = (List<?>) Objects.requireNonNull(list(account, "/v1/events?" + query).get("events"));
		return events.stream().map((event) -> String.valueOf(((Map<?, ?>) event).get("eventType"))).toList();
	}

	private Map<?, ?> list(Account account, String path) {
		return Objects.requireNonNull(TestCalls.call(this.web, "GET", path, account, null)
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody());
	}

}
