package io.qnsp.auth.risk.model;

import java.time.Duration;
import java.util.List;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RiskModelTests {

	private static final Offset<Double> CENT = Offset.offset(0.0051);

	@Test
	void allowsTheUserAtHome() {
		RiskAssessment assessment = RiskModel.assess(Sample.home().build(), Sample.learned().build(), Sample.tenant());
		assertThat(assessment.score()).isZero();
		assertThat(assessment.level()).isEqualTo(RiskLevel.LOW);
		assertThat(assessment.recommendation()).isEqualTo(Recommendation.ALLOW);
		assertThat(assessment.challengeType()).isNull();
	}

	@Test
	void allowsTheUserAtHomeWhereEverybodySharesOneNetworkAndBrowser() {
		TenantHistory tenant = Sample.tenant(5000, 20, 5000, 5000, 5000, 5000, 5000, 5000, 5000);
		RiskAssessment assessment = RiskModel.assess(Sample.home().build(), Sample.learned().build(), tenant);
		assertThat(assessment.level()).isEqualTo(RiskLevel.LOW);
	}

	@Test
	void challengesAnAttemptInWhichEverythingIsNew() {
		// Ratio 4·4·(1/20)/(42/1000) = 19.05 > 16, so 100 · 0.65; device 100 · 0.25
		RiskAssessment assessment = RiskModel.assess(Sample.attacker().build(), Sample.learned().build(),
				Sample.strangeTenant());
		assertThat(Sample.factor(assessment, RiskFactor.LOGIN_PATTERN).score()).isEqualTo(100);
		assertThat(assessment.score()).isCloseTo(100 * (1 - 0.35 * 0.75), CENT);
		assertThat(assessment.level()).isEqualTo(RiskLevel.HIGH);
		assertThat(assessment.challengeType()).isEqualTo(ChallengeType.MFA);
	}

	@Test
	void deniesIfSuchAnAttemptFollowsFailures() {
		// Two failures: 100 (1 − 2^(−2/3)) = 37.00
		Sample.Attempt attempt = Sample.attacker();
		attempt.failed = 2;
		RiskAssessment assessment = RiskModel.assess(attempt.build(), Sample.learned().build(), Sample.strangeTenant());
		assertThat(assessment.score()).isCloseTo(100 * (1 - 0.35 * 0.75 * (1 - 0.6 * 0.37)), CENT);
		assertThat(assessment.level()).isEqualTo(RiskLevel.CRITICAL);
		assertThat(assessment.recommendation()).isEqualTo(Recommendation.DENY);
		assertThat(assessment.challengeType()).isNull();
	}

	@Test
	void combinesAllFactorsAsNoisyOr() {
		Sample.Attempt attempt = Sample.attacker();
		attempt.failed = 3;
		attempt.position = Sample.NEW_YORK;
		attempt.at = Sample.NOW.plus(Duration.ofHours(13));
		Sample.History user = Sample.learned();
		user.lastSeen = new UserHistory.LastSeen(Sample.PARIS, attempt.at.minus(Duration.ofHours(1)));
		user.signals = List
			.of(new ThreatSignal(ThreatSignal.Type.SUSPICIOUS_LOGIN, ThreatSignal.Severity.HIGH, attempt.at));
		RiskAssessment assessment = RiskModel.assess(attempt.build(), user.build(), Sample.strangeTenant());
		assertThat(assessment.score())
			.isCloseTo(100 * (1 - 0.35 * 0.3 * 0.75 * (1 - 0.6 * 0.5) * (1 - 0.9 * 0.6) * (1 - 0.2 * 0.6774)), CENT);
	}

	@Test
	void emitsAllFactorsInOneOrder() {
		List<String> names = List.of("login_pattern", "impossible_travel", "new_device", "failed_attempts",
				"threat_signals", "unusual_hour");
		assertThat(RiskModel.assess(Sample.home().build(), UserHistory.NONE, TenantHistory.NONE).factors())
			.extracting(RiskFactor::name)
			.isEqualTo(names);
		assertThat(RiskModel.assess(Sample.attacker().build(), Sample.learned().build(), Sample.tenant()).factors())
			.extracting(RiskFactor::name)
			.isEqualTo(names);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, true", "1, 0, true", "9, 13, true", "9, 14, false", "1, 14, false", "10, 0, false",
			"10, 1, false", "0, 20, true" })
	void learningEndsWithTenLoginsOrAfterFourteenDays(long logins, int days, boolean learning) {
		Sample.History user = new Sample.History();
		user.logins = logins;
		user.firstLoginAt = Sample.NOW.minus(Duration.ofDays(days));
		assertThat(user.build().isLearning(Sample.NOW)).isEqualTo(learning);
	}

	@Test
	void newUserIsNotRiskyForBeingNew() {
		Sample.History user = new Sample.History();
		user.logins = 9;
		user.firstLoginAt = Sample.NOW.minus(Duration.ofDays(13));
		RiskAssessment assessment = RiskModel.assess(Sample.attacker().build(), user.build(), Sample.strangeTenant());
		assertThat(assessment.score()).isZero();
		assertThat(Sample.factor(assessment, RiskFactor.LOGIN_PATTERN).reason())
			.isEqualTo("Learning: 9 sign-ins so far, this counts from 10 sign-ins or 14 days on");
		assertThat(Sample.factor(assessment, RiskFactor.NEW_DEVICE).reason()).startsWith("Learning");
		assertThat(Sample.factor(assessment, RiskFactor.UNUSUAL_HOUR).reason()).startsWith("Learning");
	}

	@Test
	void hardEvidenceCountsWhileLearning() {
		Sample.Attempt attempt = Sample.home();
		attempt.failed = 3;
		attempt.position = Sample.NEW_YORK;
		Sample.History user = new Sample.History();
		user.lastSeen = new UserHistory.LastSeen(Sample.PARIS, Sample.NOW.minus(Duration.ofHours(1)));
		user.signals = List
			.of(new ThreatSignal(ThreatSignal.Type.BRUTE_FORCE, ThreatSignal.Severity.MEDIUM, Sample.NOW));
		RiskAssessment assessment = RiskModel.assess(attempt.build(), user.build(), Sample.tenant());
		assertThat(assessment.score()).isCloseTo(100 * (1 - 0.3 * (1 - 0.6 * 0.5) * (1 - 0.9 * 0.3)), CENT);
	}

	@ParameterizedTest
	@CsvSource({ "24.99, LOW, ALLOW", "25, MEDIUM, CHALLENGE", "49.99, MEDIUM, CHALLENGE", "50, HIGH, CHALLENGE",
			"74.99, HIGH, CHALLENGE", "75, CRITICAL, DENY", "100, CRITICAL, DENY", "0, LOW, ALLOW" })
	void levelsAndRecommendationsFollowTheThresholds(double score, RiskLevel level, Recommendation recommendation) {
		assertThat(RiskLevel.of(score)).isEqualTo(level);
		assertThat(Recommendation.of(level)).isEqualTo(recommendation);
	}

	@Test
	void challengeFitsTheEvidence() {
		Sample.Attempt guessed = Sample.home();
		guessed.failed = 4;
		assertThat(challenge(guessed, Sample.learned())).isEqualTo(ChallengeType.CAPTCHA);
		Sample.Attempt newDevice = Sample.home();
		newDevice.fingerprint = "phone";
		assertThat(challenge(newDevice, Sample.learned())).isEqualTo(ChallengeType.EMAIL_VERIFICATION);
		Sample.History warned = Sample.learned();
		warned.signals = List
			.of(new ThreatSignal(ThreatSignal.Type.CREDENTIAL_STUFFING, ThreatSignal.Severity.MEDIUM, Sample.NOW));
		assertThat(challenge(Sample.home(), warned)).isEqualTo(ChallengeType.MFA);
		Sample.Attempt hammered = Sample.home();
		hammered.failed = 9;
		assertThat(challenge(hammered, Sample.learned())).isEqualTo(ChallengeType.MFA);
	}

	private static @Nullable ChallengeType challenge(Sample.Attempt attempt, Sample.History user) {
		return RiskModel.assess(attempt.build(), user.build(), Sample.tenant()).challengeType();
	}

}
