package io.qnsp.auth.risk.stats;

import java.util.Map;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.auth.risk.RiskCalls;
import io.qnsp.core.projection.ProjectionRunner;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.auth.risk.RiskCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class StatisticsTests {

	private static final String PATH = "/auth/risk/stats";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private RiskCalls calls;

	@Autowired
	private ProjectionRunner projections;

	@Test
	void emptyStatisticsAreZero() {
		assertThat(json(this.client, "GET", PATH, this.tenants.owner(), null, 200)).isEqualTo(Map.of("period", "24h",
				"totalEvaluations", 0, "riskDistribution", Map.of("low", 0, "medium", 0, "high", 0, "critical", 0),
				"topRiskFactors", java.util.List.of(), "challengeRate", 0.0, "denyRate", 0.0));
	}

	@Test
	void statisticsEqualTheEventsAndAreTheSameAfterARebuild() {
		TestTenants.Account owner = this.tenants.owner();
		for (int i = 0; i < 40; i++) {
			RiskCalls.evaluate(this.client, owner,
					RiskCalls.attempt("u" + i % 3, "203.0.113.5", RiskCalls.FIREFOX, "FR", 1, 1, "laptop", i % 10));
		}
		RiskCalls.eventually()
			.untilAsserted(() -> assertThat(json(this.client, "GET", PATH, owner, null, 200))
				.containsEntry("totalEvaluations", 40));
		Map<String, Object> statistics = json(this.client, "GET", PATH + "?period=1h", owner, null, 200);
		assertThat(statistics.get("riskDistribution"))
			.isEqualTo(Map.of("low", count(owner, "riskLevel", "low"), "medium", count(owner, "riskLevel", "medium"),
					"high", count(owner, "riskLevel", "high"), "critical", count(owner, "riskLevel", "critical")));
		assertThat(statistics).containsEntry("challengeRate", count(owner, "recommendation", "challenge") / 40.0)
			.containsEntry("denyRate", count(owner, "recommendation", "deny") / 40.0);
		assertThat(statistics.get("topRiskFactors"))
			.isEqualTo(java.util.List.of(Map.of("factor", "failed_attempts", "count", 36)));
		this.projections.rebuild(CountedEvaluations.NAME).block();
		RiskCalls.eventually()
			.untilAsserted(() -> assertThat(json(this.client, "GET", PATH + "?period=1h", owner, null, 200))
				.isEqualTo(statistics));
	}

	@Test
	void refusesAPeriodThatItDoesNotKnow() {
		Map<String, Object> error = json(this.client, "GET", PATH + "?period=2h", this.tenants.owner(), null, 400);
		assertThat((Map<?, ?>) error.get("details"))
			.isEqualTo(Map.of("period", "unknown (expected: 1h | 24h | 7d | 30d)"));
	}

	@Test
	void freeTierIsRefused() {
		assertThat(json(this.client, "GET", PATH, this.tenants.owner(Tier.FREE), null, 403)).containsEntry("error",
				"ENTITLEMENT_REQUIRED");
	}

	private int count(TestTenants.Account owner, String field, String value) {
		return (int) this.calls.rows("""
				SELECT detail::text AS row FROM audit_event
				WHERE tenant_id = :tenant AND event_type = 'auth.risk.evaluate'
				""", owner.tenantId())
			.stream()
			.filter((detail) -> detail.contains("\"%s\": \"%s\"".formatted(field, value)))
			.count();
	}

}
