package io.qnsp.auth.risk.model;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RiskPoliciesTests {

	private static final ZoneId UTC = ZoneId.of("UTC");

	private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

	@Test
	void withoutPoliciesTheModelDecides() {
		RiskAssessment assessment = assessment(60, ChallengeType.MFA);
		RiskDecision decision = decide(assessment, "FR");
		assertThat(decision).isEqualTo(new RiskDecision(60, RiskLevel.HIGH, Recommendation.CHALLENGE, ChallengeType.MFA,
				List.of(), List.of()));
	}

	@ParameterizedTest
	@CsvSource({ "29.99, DENY", "30, DENY", "30.01, CHALLENGE" })
	void thresholdIsReachedFromItselfOn(double threshold, Recommendation expected) {
		RiskDecision decision = decide(assessment(30, ChallengeType.CAPTCHA), "FR",
				policy(1, threshold, Set.of(), null, Recommendation.DENY, null));
		assertThat(decision.recommendation()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "FR, ALLOW", "DE, ALLOW", "BR, DENY", ", DENY" })
	void geoRestrictionsListTheAllowedCountries(@Nullable String country, Recommendation expected) {
		RiskDecision decision = decide(assessment(5, null), country,
				policy(1, null, Set.of("fr", "DE"), null, Recommendation.DENY, null));
		assertThat(decision.recommendation()).isEqualTo(expected);
	}

	@Test
	void saysWhyAPolicyMatched() {
		RiskDecision decision = decide(assessment(5, null), "BR",
				policy(1, null, Set.of("FR", "DE"), null, Recommendation.CHALLENGE, ChallengeType.CAPTCHA));
		assertThat(decision).isEqualTo(new RiskDecision(50, RiskLevel.HIGH, Recommendation.CHALLENGE,
				ChallengeType.CAPTCHA, List.of(new UUID(0, 1)),
				List.of(new RiskFactor("policy", 50, "Policy \"policy 1\": sign-in from BR, allowed: DE, FR"))));
	}

	@Test
	void anyViolatedRestrictionIsEnough() {
		RiskPolicy policy = policy(1, 90.0, Set.of("FR"), new RiskPolicy.TimeRestriction(8, 18, UTC),
				Recommendation.DENY, null);
		assertThat(decide(assessment(5, null), "FR", policy).recommendation()).isEqualTo(Recommendation.ALLOW);
		assertThat(decide(assessment(5, null), "BR", policy).recommendation()).isEqualTo(Recommendation.DENY);
	}

	@Test
	void strictestMatchingPolicyWinsAndAllAreNamed() {
		RiskPolicy captcha = policy(3, 0.0, Set.of(), null, Recommendation.CHALLENGE, ChallengeType.CAPTCHA);
		RiskPolicy unnamed = policy(2, 0.0, Set.of(), null, Recommendation.CHALLENGE, null);
		RiskPolicy deny = policy(1, 0.0, Set.of(), null, Recommendation.DENY, null);
		RiskPolicy email = policy(4, 0.0, Set.of(), null, Recommendation.CHALLENGE, ChallengeType.EMAIL_VERIFICATION);
		assertThat(decide(assessment(5, null), "FR", captcha, email).challengeType())
			.isEqualTo(ChallengeType.EMAIL_VERIFICATION);
		assertThat(decide(assessment(5, null), "FR", captcha, unnamed).challengeType()).isEqualTo(ChallengeType.MFA);
		RiskDecision denied = decide(assessment(5, null), "FR", captcha, deny, unnamed);
		assertThat(denied.recommendation()).isEqualTo(Recommendation.DENY);
		assertThat(denied.challengeType()).isNull();
		assertThat(denied.level()).isEqualTo(RiskLevel.CRITICAL);
		assertThat(denied.matchedPolicyIds()).containsExactly(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
	}

	@Test
	void neverLoosensTheModel() {
		RiskPolicy captcha = policy(1, 0.0, Set.of(), null, Recommendation.CHALLENGE, ChallengeType.CAPTCHA);
		assertThat(decide(assessment(60, ChallengeType.MFA), "FR", captcha).challengeType())
			.isEqualTo(ChallengeType.MFA);
		RiskDecision denied = decide(assessment(90, null), "FR", captcha);
		assertThat(denied.recommendation()).isEqualTo(Recommendation.DENY);
		assertThat(denied.score()).isEqualTo(90);
	}

	@Test
	void ignoresDisabledPolicies() {
		RiskPolicy policy = policy(1, 0.0, Set.of(), null, Recommendation.DENY, null);
		RiskPolicy disabled = new RiskPolicy(policy.id(), policy.name(), policy.conditions(), policy.actions(), false);
		assertThat(decide(assessment(5, null), "FR", disabled).matchedPolicyIds()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "8, 18, 7, false", "8, 18, 8, true", "8, 18, 17, true", "8, 18, 18, false", "22, 6, 21, false",
			"22, 6, 22, true", "22, 6, 23, true", "22, 6, 0, true", "22, 6, 5, true", "22, 6, 6, false",
			"0, 24, 0, true", "0, 24, 23, true", "22, 24, 23, true", "22, 24, 0, false", "22, 0, 23, true",
			"22, 0, 0, false", "23, 1, 0, true", "23, 1, 1, false" })
	void hoursIncludeTheStartAndNotTheEndAndRunOverMidnight(int start, int end, int hour, boolean allowed) {
		RiskPolicy.TimeRestriction hours = new RiskPolicy.TimeRestriction(start, end, UTC);
		Instant first = Instant.parse("2026-11-24T00:00:00Z").plusSeconds(hour * 3600L);
		assertThat(hours.allows(first)).isEqualTo(allowed);
		assertThat(hours.allows(first.plusSeconds(3599).plusNanos(999_999_999))).isEqualTo(allowed);
	}

	/*
	 * Paris is UTC+1 in winter and UTC+2 in summer; 2026-03-29 01:00 UTC it jumps from 2
	 * to 3, 2026-10-25 01:00 UTC it falls back from 3 to 2.
	 */
	@ParameterizedTest
	@CsvSource({ "2026-01-15T07:30:00Z, 8", "2026-07-15T07:30:00Z, 9", "2026-01-15T23:30:00Z, 0",
			"2026-07-15T22:30:00Z, 0", "2026-03-29T00:59:59Z, 1", "2026-03-29T01:00:00Z, 3", "2026-10-25T00:30:00Z, 2",
			"2026-10-25T01:30:00Z, 2", "2026-10-25T02:00:00Z, 3", "1960-01-01T00:30:00Z, 1" })
	void hoursAreTheWallClockOfTheZone(Instant at, int hour) {
		assertThat(new RiskPolicy.TimeRestriction(0, 24, PARIS).hourAt(at)).isEqualTo(hour);
	}

	@Test
	void hoursWorkAtTheEndsOfTime() {
		RiskPolicy.TimeRestriction hours = new RiskPolicy.TimeRestriction(0, 24, ZoneId.of("+18:00"));
		assertThat(hours.allows(Instant.MAX)).isTrue();
		assertThat(hours.allows(Instant.MIN)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "-1, 5", "24, 5", "5, -1", "5, 25", "7, 7", "0, 0" })
	void refusesHoursThatMeanNothing(int start, int end) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RiskPolicy.TimeRestriction(start, end, UTC))
			.withMessageStartingWith("conditions.timeRestrictions.allowedHours.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Mars/Olympus", "Europe/Pa ris", "\u0000", "+99:00" })
	void refusesZonesThatDoNotExist(String zone) {
		assertThat(RiskPolicy.TimeRestriction.zoneProblem(zone)).startsWith("conditions.timeRestrictions.timezone: ");
	}

	@Test
	void acceptsZonesThatExist() {
		assertThat(RiskPolicy.TimeRestriction.zoneProblem("Europe/Paris")).isNull();
		assertThat(RiskPolicy.TimeRestriction.zoneProblem("UTC")).isNull();
	}

	@Test
	void refusesPoliciesThatMeanNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RiskPolicy.Conditions(null, Set.of(), null))
			.withMessageStartingWith("conditions: none");
		assertThatIllegalArgumentException().isThrownBy(() -> new RiskPolicy.Conditions(Double.NaN, Set.of(), null))
			.withMessage("conditions.riskScoreThreshold: NaN (expected: 0..100)");
		assertThatIllegalArgumentException().isThrownBy(() -> new RiskPolicy.Conditions(null, Set.of("UK"), null))
			.withMessageStartingWith("conditions.geoRestrictions: \"UK\"");
		assertThatIllegalArgumentException().isThrownBy(() -> new RiskPolicy.Actions(Recommendation.ALLOW, null));
	}

	static RiskAssessment assessment(double score, @Nullable ChallengeType challenge) {
		RiskLevel level = RiskLevel.of(score);
		return new RiskAssessment(score, level, Recommendation.of(level), challenge, List.of());
	}

	static RiskPolicy policy(long id, @Nullable Double threshold, Set<String> countries,
			RiskPolicy.@Nullable TimeRestriction hours, Recommendation action, @Nullable ChallengeType challenge) {
		return new RiskPolicy(new UUID(0, id), "policy " + id, new RiskPolicy.Conditions(threshold, countries, hours),
				new RiskPolicy.Actions(action, challenge), true);
	}

	private static RiskDecision decide(RiskAssessment assessment, @Nullable String country, RiskPolicy... policies) {
		Sample.Attempt attempt = Sample.home();
		attempt.country = country;
		return RiskPolicies.apply(assessment, attempt.build(), List.of(policies));
	}

}
