package io.qnsp.auth.risk.history;

import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.auth.risk.RiskCalls;
import io.qnsp.core.projection.ProjectionRunner;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class LearnedLoginsTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private RiskCalls calls;

	@Autowired
	private ProjectionRunner projections;

	@Test
	void rebuildGivesTheSameTables() {
		TestTenants.Account owner = this.tenants.owner();
		for (int i = 0; i < 60; i++) {
			RiskCalls.evaluate(this.client, owner, RiskCalls.attempt("user-" + i % 7, "203.0.113." + i % 11,
					RiskCalls.FIREFOX, (i % 2 == 0) ? "FR" : "DE", i % 5, i % 3, "device-" + i % 4, i % 20));
		}
		RiskCalls.eventually().untilAsserted(() -> assertThat(projected(owner)).isEqualTo(60));
		List<String> before = tables(owner.tenantId());
		assertThat(before).hasSizeGreaterThan(20);
		this.projections.rebuild(LearnedLogins.NAME).block();
		RiskCalls.eventually().untilAsserted(() -> assertThat(projected(owner)).isEqualTo(60));
		assertThat(tables(owner.tenantId())).isEqualTo(before);
		assertThat(this.calls.number("""
				SELECT sum(logins)::bigint AS number FROM risk_user WHERE tenant_id = :tenant
				""", owner.tenantId())).isEqualTo(allowed(owner))
			.isEqualTo(this.calls.number("SELECT logins AS number FROM risk_tenant WHERE tenant_id = :tenant",
					owner.tenantId()));
	}

	@Test
	void countsDifferentValuesOfTheTenant() {
		TestTenants.Account owner = this.tenants.owner();
		for (int i = 0; i < 12; i++) {
			RiskCalls.evaluate(this.client, owner,
					RiskCalls.attempt("user-" + i, "203.0.113." + i % 5, RiskCalls.FIREFOX, "FR", 1, 1, "device", 0));
		}
		RiskCalls.eventually()
			.untilAsserted(() -> assertThat(this.calls.number(
					"SELECT coalesce(sum(users), 0)::bigint AS number FROM risk_tenant WHERE tenant_id = :tenant",
					owner.tenantId()))
				.isEqualTo(12));
		assertThat(this.calls.rows("""
				SELECT feature || ' ' || distinct_values AS row FROM risk_tenant_distinct
				WHERE tenant_id = :tenant AND feature IN ('ip', 'network', 'country') ORDER BY 1
				""", owner.tenantId())).containsExactly("country 1", "ip 5", "network 1");
	}

	/* Evaluations that the projection has left behind it. */
	private long projected(TestTenants.Account owner) {
		return this.calls.number("""
				SELECT count(*) AS number FROM audit_event e, projection_cursor c WHERE e.tenant_id = :tenant
				AND e.event_type = 'auth.risk.evaluate' AND c.name = 'risk-history'
				AND (e.xid, e.event_id) <= (c.xid, c.event_id)
				""", owner.tenantId());
	}

	private long allowed(TestTenants.Account owner) {
		return this.calls.number("""
				SELECT count(*) AS number FROM audit_event WHERE tenant_id = :tenant
				AND event_type = 'auth.risk.evaluate' AND detail->>'recommendation' = 'allow'
				""", owner.tenantId());
	}

	private List<String> tables(UUID tenantId) {
		return this.calls.rows("""
				SELECT row_to_json(u)::text AS row FROM risk_user u WHERE tenant_id = :tenant
				UNION ALL SELECT row_to_json(t)::text FROM risk_tenant t WHERE tenant_id = :tenant
				UNION ALL SELECT row_to_json(f)::text FROM risk_tenant_feature f WHERE tenant_id = :tenant
				UNION ALL SELECT row_to_json(d)::text FROM risk_tenant_distinct d WHERE tenant_id = :tenant
				UNION ALL SELECT row_to_json(c)::text FROM risk_challenge c WHERE tenant_id = :tenant
				ORDER BY 1
				""", tenantId);
	}

}
