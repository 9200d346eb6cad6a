package io.qnsp.auth.risk.evidence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.qnsp.auth.risk.model.ChallengeType;
import io.qnsp.auth.risk.model.GeoLocation.Position;
import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.LoginFeatures;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.RiskAssessment;
import io.qnsp.auth.risk.model.RiskDecision;
import io.qnsp.auth.risk.model.RiskFactor;
import io.qnsp.auth.risk.model.RiskLevel;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.journal.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation as its event tells it. The event is the login's evidence, so it holds
 * where and with what somebody tried to sign in, as far as the model counts it, and the
 * decision. It does not hold: the raw device fingerprint (a digest bound to the tenant
 * instead, since a fingerprint can be replayed like a secret), the city, exact
 * coordinates (two decimals, about 1 km, far below the 100 km that the model looks at),
 * the reasons (they follow from the rest) and whatever else a client sends.
 *
 * @param riskScore 0..100
 * @param level the score's level
 * @param recommendation what was recommended
 * @param challengeType how to challenge, or {@code null}
 * @param factors scores above 0 by factor; the highest when several policies matched
 * @param policyIds the policies that matched
 * @param features the values that history counts
 * @param fingerprint the digest of the device's fingerprint, or {@code null}
 * @param position where, rounded, or {@code null}
 * @param failedAttempts as the caller counted them
 */
public record LoginEvidence(double riskScore, RiskLevel level, Recommendation recommendation,
		@Nullable ChallengeType challengeType, Map<String, Double> factors, List<String> policyIds,
		LoginFeatures features, @Nullable String fingerprint, @Nullable Position position, int failedAttempts) {

	/** The event's type. */
	public static final String EVENT_TYPE = "auth.risk.evaluate";

	private static final int MAX_POLICIES = 20;

	public LoginEvidence {
		factors = Map.copyOf(factors);
		policyIds = List.copyOf(policyIds);
	}

	/**
	 * The evidence of a decision.
	 * @param attempt the attempt, its fingerprint already digested
	 * @param features its values
	 * @param assessment what the model said
	 * @param decision what the policies made of it
	 * @return the evidence
	 */
	public static LoginEvidence of(LoginAttempt attempt, LoginFeatures features, RiskAssessment assessment,
			RiskDecision decision) {
		Map<String, Double> factors = new LinkedHashMap<>();
		for (RiskFactor factor : assessment.factors()) {
			addScore(factors, factor);
		}
		for (RiskFactor factor : decision.factors()) {
			addScore(factors, factor);
		}
		Position position = attempt.geo().position();
		return new LoginEvidence(decision.score(), decision.level(), decision.recommendation(),
				decision.challengeType(), factors,
				decision.matchedPolicyIds().stream().limit(MAX_POLICIES).map(Object::toString).toList(), features,
				attempt.deviceFingerprint(), (position != null) ? rounded(position) : null, attempt.failedAttempts());
	}

	/**
	 * Names the fields of the event.
	 * @param audit where they go
	 */
	public void describe(CallAudit audit) {
		audit.detail("riskScore", this.riskScore)
			.detail("riskLevel", this.level.wireName())
			.detail("recommendation", this.recommendation.wireName())
			.detail("challengeType", (this.challengeType != null) ? this.challengeType.wireName() : null)
			.detail("factors", this.factors)
			.detail("policyIds", this.policyIds.isEmpty() ? null : this.policyIds)
			.detail("ip", this.features.ip())
			.detail("network", this.features.network())
			.detail("country", this.features.country())
			.detail("userAgent", this.features.userAgent())
			.detail("browser", this.features.browser())
			.detail("os", this.features.os())
			.detail("device", this.features.device())
			.detail("fingerprintDigest", this.fingerprint)
			.detail("latitude", (this.position != null) ? this.position.latitude() : null)
			.detail("longitude", (this.position != null) ? this.position.longitude() : null)
			.detail("failedAttempts", this.failedAttempts);
	}

	/**
	 * Reads an event.
	 * @param event any event
	 * @return the evidence, or empty when the event is not a successful evaluation of its
	 * own (the answer of a repeated idempotent call is not)
	 */
	public static Optional<LoginEvidence> read(AuditEvent event) {
		Map<String, Object> detail = event.detail();
		if (event.outcome() != AuditEvent.Outcome.SUCCESS || !event.eventType().equals(EVENT_TYPE)
				|| !detail.containsKey("riskLevel")) {
			return Optional.empty();
		}
		String challenge = textOrNull(detail, "challengeType");
		Double latitude = numberOrNull(detail, "latitude");
		Double longitude = numberOrNull(detail, "longitude");
		return Optional.of(new LoginEvidence(number(detail, "riskScore"),
				RiskLevel.valueOf(EventNames.constant(text(detail, "riskLevel"))),
				Recommendation.valueOf(EventNames.constant(text(detail, "recommendation"))),
				(challenge != null) ? ChallengeType.valueOf(EventNames.constant(challenge)) : null,
				EventNames.scores(detail.get("factors")), EventNames.texts(detail.get("policyIds")), features(detail),
				textOrNull(detail, "fingerprintDigest"),
				(latitude != null && longitude != null) ? new Position(latitude, longitude) : null,
				(int) number(detail, "failedAttempts")));
	}

	private static LoginFeatures features(Map<String, Object> detail) {
		return new LoginFeatures(text(detail, "ip"), text(detail, "network"), text(detail, "country"),
				text(detail, "userAgent"), text(detail, "browser"), text(detail, "os"), text(detail, "device"));
	}

	private static void addScore(Map<String, Double> factors, RiskFactor factor) {
		if (factor.score() > 0) {
			factors.merge(factor.name(), factor.score(), Math::max);
		}
	}

	private static Position rounded(Position position) {
		return new Position(Math.round(position.latitude() * 100) / 100.0,
				Math.round(position.longitude() * 100) / 100.0);
	}

	private static String text(Map<String, Object> detail, String name) {
		String text = textOrNull(detail, name);
		if (text == null) {
			throw new IllegalArgumentException("event detail: no " + name);
		}
		return text;
	}

	private static @Nullable String textOrNull(Map<String, Object> detail, String name) {
		return (detail.get(name) instanceof String text) ? text : null;
	}

	private static double number(Map<String, Object> detail, String name) {
		Double number = numberOrNull(detail, name);
		if (number == null) {
			throw new IllegalArgumentException("event detail: no number " + name);
		}
		return number;
	}

	private static @Nullable Double numberOrNull(Map<String, Object> detail, String name) {
		return (detail.get(name) instanceof Number number) ? number.doubleValue() : null;
	}

}
