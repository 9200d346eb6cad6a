package io.qnsp.auth.risk;

import java.time.Clock;
import java.util.List;

import io.qnsp.auth.risk.evidence.LoginDigests;
import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.history.RecentPlaces;
import io.qnsp.auth.risk.history.RiskHistory;
import io.qnsp.auth.risk.model.GeoLocation;
import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.LoginFeatures;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.RiskAssessment;
import io.qnsp.auth.risk.model.RiskDecision;
import io.qnsp.auth.risk.model.RiskModel;
import io.qnsp.auth.risk.model.RiskPolicies;
import io.qnsp.auth.risk.model.RiskPolicy;
import io.qnsp.auth.risk.model.TenantHistory;
import io.qnsp.auth.risk.model.UserHistory;
import io.qnsp.auth.risk.model.UserHistory.LastSeen;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.auth.risk.policy.TenantPolicies;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple3;

import org.springframework.stereotype.Component;

/**
 * Evaluates attempts.
 */
@Component
final class RiskEvaluations {

	private final RiskHistory history;

	private final RecentPlaces places;

	private final TenantPolicies policies;

	private final Clock clock;

	RiskEvaluations(RiskHistory history, RecentPlaces places, TenantPolicies policies, Clock clock) {
		this.history = history;
		this.places = places;
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
		UserKey user = new UserKey(caller.tenantId(), request.userId());
		return Mono
			.zip(this.history.ofUser(user), this.history.ofTenant(caller.tenantId(), features),
					this.policies.enabled(caller.tenantId()))
			.map((known) -> decide(user, attempt, features, known, audit));
	}

	private RiskEvaluation decide(UserKey user, LoginAttempt attempt, LoginFeatures features,
			Tuple3<UserHistory, TenantHistory, List<RiskPolicy>> known, CallAudit audit) {
		RiskAssessment assessment = RiskModel.assess(attempt, features, known.getT1(), known.getT2(),
				this.places.latest(user, known.getT1()));
		RiskDecision decision = RiskPolicies.apply(assessment, attempt, known.getT3());
		GeoLocation.Position here = attempt.geo().position();
		if (here != null && decision.recommendation() == Recommendation.ALLOW) {
			this.places.add(user, new LastSeen(here, attempt.at()));
		}
		LoginEvidence.of(attempt, features, assessment, decision).describe(audit);
		return RiskEvaluation.of(assessment, decision);
	}

}
