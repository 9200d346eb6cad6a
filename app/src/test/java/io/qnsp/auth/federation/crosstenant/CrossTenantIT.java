package io.qnsp.auth.federation.crosstenant;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.auth.federation.FederationRows;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QnspServerTest
class CrossTenantIT {

	private static final String PATH = "/auth/federation/audit/cross-tenant";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	private JsonNode activity(Account account, String query) {
		return Objects
			.requireNonNull(TestCalls.call(this.client, "GET", PATH + query, account, null)
				.expectStatus()
				.isOk()
				.expectBody(JsonNode.class)
				.returnResult()
				.getResponseBody())
			.path("activity");
	}

	private void actIn(Account operator, UUID tenant, int times) {
		for (int i = 0; i < times; i++) {
			this.client.get()
				.uri("/auth/api-keys")
				.header("Authorization", operator.bearer())
				.header("x-qnsp-tenant", tenant.toString())
				.exchange()
				.expectStatus()
				.isOk();
		}
	}

	@Test
	void showsBothSidesWhatOperatorsDidInATenant() {
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		Account target = this.tenants.owner();
		Account bystander = this.tenants.owner();
		Instant before = Instant.now();
		actIn(operator, target.tenantId(), 3);
		Eventually.until("the activity", () -> activity(target, "?period=1h").path(0).path("eventCount").asInt() == 3);
		JsonNode seen = activity(target, "");
		assertThat(seen).hasSize(1);
		assertThat(seen.path(0).path("sourceTenantId").asString()).isEqualTo(PlatformTenant.ID.toString());
		assertThat(seen.path(0).path("targetTenantId").asString()).isEqualTo(target.tenantId().toString());
		assertThat(Instant.parse(seen.path(0).path("lastActivityAt").asString())).isBetween(before.minusSeconds(1),
				Instant.now().plusSeconds(1));
		assertThat(activity(bystander, "?period=30d")).isEmpty();
		assertThat(activity(bystander, "?period=30d&tenantIds=" + target.tenantId())).isEmpty();
		assertThat(activity(operator, "?tenantIds=" + bystander.tenantId() + "," + target.tenantId())).hasSize(1);
		assertThat(activity(operator, "?tenantIds=" + bystander.tenantId() + "&tenantIds=" + target.tenantId()))
			.isEqualTo(seen);
		assertThat(activity(this.tenants.platform(Role.PLATFORM_AUDITOR), "?tenantIds=" + target.tenantId()))
			.isEqualTo(seen);
	}

	@Test
	void answersNothingThatIsOlderThanThePeriod() {
		Account one = this.tenants.owner();
		Account other = this.tenants.owner();
		for (String age : new String[] { "30 minutes", "5 hours", "3 days", "20 days", "40 days" }) {
			FederationRows.execute("qnsp_system", """
					INSERT INTO cross_tenant_activity VALUES ('%s', '%s',
						date_bin('5 minutes', now() - interval '%s', '2000-01-01Z'), 1, now() - interval '%s')"""
				.formatted(one.tenantId(), other.tenantId(), age, age));
		}
		assertThat(activity(one, "?period=1h").path(0).path("eventCount").asInt()).isEqualTo(1);
		assertThat(activity(one, "?period=24h").path(0).path("eventCount").asInt()).isEqualTo(2);
		assertThat(activity(one, "?period=7d").path(0).path("eventCount").asInt()).isEqualTo(3);
		assertThat(activity(other, "?period=30d").path(0).path("eventCount").asInt()).isEqualTo(4);
	}

	@Test
	void keepsRowsOfOthersFromTheApplicationsRole() {
		Account one = this.tenants.owner();
		Account other = this.tenants.owner();
		Account bystander = this.tenants.owner();
		FederationRows.execute("qnsp_system",
				"""
						INSERT INTO cross_tenant_activity VALUES ('%s', '%s', date_bin('5 minutes', now(), '2000-01-01Z'), 1, now())"""
					.formatted(one.tenantId(), other.tenantId()));
		String count = "SELECT count(*) FROM cross_tenant_activity";
		assertThat(FederationRows.asTenant(one.tenantId(), count)).containsExactly("1");
		assertThat(FederationRows.asTenant(other.tenantId(), count)).containsExactly("1");
		assertThat(FederationRows.asTenant(bystander.tenantId(), count)).containsExactly("0");
		assertThatThrownBy(
				() -> FederationRows.asTenant(one.tenantId(), "DELETE FROM cross_tenant_activity RETURNING 1"))
			.hasMessageContaining("permission denied");
	}

	@Test
	void needsTheFeature() {
		Account small = this.tenants.owner(Tier.BUSINESS_TEAM);
		TestCalls.expectError(TestCalls.call(this.client, "GET", PATH, small, null), 403, "ENTITLEMENT_REQUIRED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?period=2h", "?period=", "?tenantIds=x", "?tenantIds=0197a000-0000-7000-8000-00000000000",
			"?tenantIds=0197a000-0000-7000-8000-00000000000a,nope" })
	void refusesABadPeriodOrTenant(String query) {
		TestCalls.expectError(TestCalls.call(this.client, "GET", PATH + query, this.tenants.owner(), null), 400,
				"BAD_REQUEST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-03-04T12:00:00Z", "2026-03-04T12:00:00.001Z", "2026-03-04T12:04:59.999Z" })
	void keepsFiveMinutesTogether(String instant) {
		assertThat(ActivityPeriod.bucketOf(Instant.parse(instant))).isEqualTo("2026-03-04T12:00:00Z");
	}

}
