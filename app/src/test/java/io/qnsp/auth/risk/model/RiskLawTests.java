package io.qnsp.auth.risk.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Laws over random cases. A failure names the seed and the number of the case.
 */
class RiskLawTests {

	private static final int CASES = 5_000;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 20261124 })
	void scoreIsAlwaysFiniteAndBetweenZeroAndHundred(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			RiskAssessment assessment = RiskModel.assess(RandomCases.attempt(random).build(),
					RandomCases.extremeUser(random).build(), RandomCases.extremeTenant(random));
			assertThat(assessment.score()).as("seed %d case %d", seed, i).isFinite().isBetween(0.0, 100.0);
			assertThat(assessment.factors()).as("seed %d case %d", seed, i)
				.hasSize(6)
				.allSatisfy((factor) -> assertThat(factor.score()).isFinite().isBetween(0.0, 100.0))
				.allSatisfy((factor) -> assertThat(factor.reason()).isNotBlank());
			assertThat(assessment.challengeType() != null)
				.isEqualTo(assessment.recommendation() == Recommendation.CHALLENGE);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 3, 4 })
	void moreFailedAttemptsNeverLowerTheScore(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			Sample.Attempt attempt = RandomCases.attempt(random);
			Sample.History user = RandomCases.user(random);
			TenantHistory tenant = RandomCases.tenant(random);
			double before = RiskModel.assess(attempt.build(), user.build(), tenant).score();
			if (random.nextBoolean()) {
				attempt.failed += random.nextInt(10);
			}
			else {
				user.failed += random.nextInt(10);
			}
			assertThat(RiskModel.assess(attempt.build(), user.build(), tenant).score()).as("seed %d case %d", seed, i)
				.isGreaterThanOrEqualTo(before);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 5, 6 })
	void addingAThreatSignalNeverLowersTheScore(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			Sample.Attempt attempt = RandomCases.attempt(random);
			Sample.History user = RandomCases.user(random);
			TenantHistory tenant = RandomCases.tenant(random);
			double before = RiskModel.assess(attempt.build(), user.build(), tenant).score();
			List<ThreatSignal> more = new ArrayList<>(user.signals);
			more.add(random.nextInt(more.size() + 1), RandomCases.signal(random));
			user.signals = more;
			assertThat(RiskModel.assess(attempt.build(), user.build(), tenant).score()).as("seed %d case %d", seed, i)
				.isGreaterThanOrEqualTo(before);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 7, 8 })
	void anOlderSignalNeverWeighsMoreThanANewerOneOfTheSameSeverity(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			ThreatSignal signal = RandomCases.signal(random);
			Instant older = signal.at().minusSeconds(random.nextInt(30 * 86_400));
			assertThat(signalScore(new ThreatSignal(signal.type(), signal.severity(), older)))
				.as("seed %d case %d", seed, i)
				.isLessThanOrEqualTo(signalScore(signal));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 9, 10 })
	void theOrderOfEqualEvidenceDoesNotMatter(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			Sample.Attempt attempt = RandomCases.attempt(random);
			Sample.History user = RandomCases.user(random);
			TenantHistory tenant = RandomCases.tenant(random);
			RiskAssessment one = RiskModel.assess(attempt.build(), user.build(), tenant);
			List<ThreatSignal> shuffled = new ArrayList<>(user.signals);
			Collections.shuffle(shuffled, random);
			user.signals = shuffled;
			user.counts.replaceAll((feature, counts) -> reordered(counts));
			assertThat(RiskModel.assess(attempt.build(), user.build(), tenant)).as("seed %d case %d", seed, i)
				.isEqualTo(one);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 11, 12 })
	void theOrderOfPoliciesDoesNotMatterAndTheyOnlyTighten(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			LoginAttempt attempt = RandomCases.attempt(random).build();
			RiskAssessment model = RiskModel.assess(attempt, RandomCases.user(random).build(),
					RandomCases.tenant(random));
			List<RiskPolicy> policies = new ArrayList<>();
			RiskDecision before = RiskPolicies.apply(model, attempt, policies);
			assertThat(before.recommendation()).isEqualTo(model.recommendation());
			for (int n = random.nextInt(5); n >= 0; n--) {
				policies.add(RandomCases.policy(random));
				RiskDecision after = RiskPolicies.apply(model, attempt, policies);
				assertNotMilder(after, before, "seed %d case %d".formatted(seed, i));
				before = after;
			}
			Collections.shuffle(policies, random);
			assertThat(RiskPolicies.apply(model, attempt, policies)).as("seed %d case %d", seed, i).isEqualTo(before);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 13, 14 })
	void decisionsAgreeWithTheDocumentedThresholds(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			LoginAttempt attempt = RandomCases.attempt(random).build();
			RiskAssessment model = RiskModel.assess(attempt, RandomCases.user(random).build(),
					RandomCases.tenant(random));
			RiskDecision decision = RiskPolicies.apply(model, attempt,
					List.of(RandomCases.policy(random), RandomCases.policy(random)));
			assertThat(decision.level()).as("seed %d case %d", seed, i).isEqualTo(RiskLevel.of(decision.score()));
			assertThat(decision.recommendation()).as("seed %d case %d", seed, i)
				.isEqualTo(Recommendation.of(decision.level()));
			assertThat(decision.challengeType() != null)
				.isEqualTo(decision.recommendation() == Recommendation.CHALLENGE);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 15, 16 })
	void havingHadAValueMoreOftenNeverRaisesTheScore(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			LoginAttempt attempt = RandomCases.attempt(random).build();
			Sample.History user = RandomCases.user(random);
			// The tenant has at least as many of each, as a tenant that does not lag has.
			TenantHistory tenant = Sample.tenant(100_000, 50, 900, 950, 9_000, 800, 1_000, 2_000, 50_000);
			double before = RiskModel.assess(attempt, user.build(), tenant).score();
			Feature feature = Feature.values()[random.nextInt(7)];
			user.counts.get(feature).merge(LoginFeatures.of(attempt).value(feature), 1L + random.nextInt(5), Long::sum);
			assertThat(RiskModel.assess(attempt, user.build(), tenant).score()).as("seed %d case %d", seed, i)
				.isLessThanOrEqualTo(before);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 17, 18 })
	void afterLearningTheAttackerScoresHigherThanTheUser(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			Sample.History user = Sample.learned();
			user.logins = 42 + random.nextInt(1000);
			user.fill(Sample.home().build(), 30 + random.nextInt(12));
			long logins = user.logins + random.nextInt(100_000);
			long users = 1 + random.nextInt(1_000);
			TenantHistory home = RandomCases.tenantSharing(logins, users, random.nextDouble());
			TenantHistory abroad = RandomCases.tenantSharing(logins, users, random.nextDouble() * random.nextDouble());
			double attacker = RiskModel.assess(Sample.attacker().build(), user.build(), abroad).score();
			double known = RiskModel.assess(Sample.home().build(), user.build(), home).score();
			assertThat(known).as("seed %d case %d", seed, i).isLessThan(attacker - 10);
			assertThat(attacker).as("seed %d case %d", seed, i).isGreaterThanOrEqualTo(RiskThresholds.HIGH);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 19, 20 })
	void aLearningUserWithACleanAttemptScoresLow(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			Sample.Attempt attempt = RandomCases.attempt(random);
			attempt.failed = 0;
			Sample.History user = RandomCases.user(random);
			user.logins = random.nextInt(10);
			user.firstLoginAt = attempt.at.minusSeconds(random.nextInt(14 * 86_400));
			user.failed = 0;
			user.signals = List.of();
			user.lastSeen = null;
			assertThat(RiskModel.assess(attempt.build(), user.build(), RandomCases.tenant(random)).score())
				.as("seed %d case %d", seed, i)
				.isZero();
		}
	}

	private static void assertNotMilder(RiskDecision after, RiskDecision before, String description) {
		assertThat(after.score()).as(description).isGreaterThanOrEqualTo(before.score());
		assertThat(after.level()).as(description).isGreaterThanOrEqualTo(before.level());
		assertThat(after.recommendation()).as(description).isGreaterThanOrEqualTo(before.recommendation());
		ChallengeType now = after.challengeType();
		if (now != null) {
			ChallengeType then = before.challengeType();
			assertThat(then == null || now.compareTo(then) >= 0).as(description).isTrue();
		}
		assertThat(after.matchedPolicyIds()).as(description).containsAll(before.matchedPolicyIds());
	}

	private static double signalScore(ThreatSignal signal) {
		Sample.History user = Sample.learned();
		user.signals = List.of(signal);
		return ThreatSignals.assess(user.build(), Sample.NOW).score();
	}

	private static Map<String, Long> reordered(Map<String, Long> counts) {
		Map<String, Long> reordered = new TreeMap<>(Collections.reverseOrder());
		reordered.putAll(counts);
		return reordered;
	}

}
