package io.qnsp.auth.risk;

import java.time.Clock;
import java.util.List;

import io.qnsp.auth.risk.evidence.LoginDigests;
import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.history.RiskHistory;
import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.LoginFeatures;
import io.qnsp.auth.risk.model.RiskAssessment;
import io.qnsp.auth.risk.model.RiskDecision;
import io.qnsp.auth.risk.model.RiskModel;
import io.qnsp.auth.risk.model.RiskPolicies;
import io.qnsp.auth.risk.model.RiskPolicy;
import io.qnsp.auth.risk.model.TenantHistory;
import io.qnsp.auth.risk.model.UserHistory;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.auth.risk.policy.TenantPolicies;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Evaluates attempts.
 */
@Component
final class RiskEvaluations {

	private final RiskHistory history;

	private final TenantPolicies policies;

	private final Clock clock;

	RiskEvaluations(RiskHistory history, TenantPolicies policies, Clock clock) {
		this.history = history;
		this.policies = policies;
		this.clock = clock;
	}

	/**
	 * Evaluates an attempt; of everything that is in memory at once, on the calling
	 * thread.
	 */
	Mono<RiskEvaluation> evaluate(RiskEvaluationRequest request, Caller caller, CallAudit audit) {
		audit.resource("user", request.userId());
		LoginAttempt attempt = request.attempt(caller.tenantId(), this.clock.instant());
		LoginFeatures parsed = LoginFeatures.of(attempt);
		LoginFeatures features = parsed.withUserAgent(LoginDigests.userAgent(parsed.userAgent()));
		return Mono
			.zip(this.history.ofUser(new UserKey(caller.tenantId(), request.userId())),
					this.history.ofTenant(caller.tenantId(), features), this.policies.enabled(caller.tenantId()))
			.map((known) -> decide(attempt, features, known.getT1(), known.getT2(), known.getT3(), audit));
	}

	private static RiskEvaluation decide(LoginAttempt attempt, LoginFeatures features, UserHistory user,
			TenantHistory tenant, List<RiskPolicy> policies, CallAudit audit) {
		RiskAssessment assessment = RiskModel.assess(attempt, features, user, tenant);
		RiskDecision decision = RiskPolicies.apply(assessment, attempt, policies);
		LoginEvidence.of(attempt, features, assessment, decision).describe(audit);
		return RiskEvaluation.of(assessment, decision);
	}

}
