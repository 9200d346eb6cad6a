package io.qnsp.auth.risk;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Laws over random cases. A failure names the seed and the number of the case.
 */
class RiskLawTests {

	private static final int CASES = 5_000;

	private static final List<String> IPS = List.of("203.0.113.5", "203.0.113.6", "198.51.100.7", "2001:db8::1", "::");

	private static final List<String> AGENTS = List.of(Sample.FIREFOX, Sample.SAFARI, "curl/8.5.0", "");

	private static final List<String> COUNTRIES = List.of("FR", "DE", "BR", "US");

	private static final List<Instant> EXTREME_TIMES = List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Sample.NOW);

	private static final double[] EXTREME_DEGREES = { -180, -90, -1e-12, 0, 1e-12, 89.999999, 90, 179.999999, 180 };

	private static final long[] EXTREME_COUNTS = { 0, 1, 9, 10, 1_000, Long.MAX_VALUE, -5, Long.MIN_VALUE };

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 20261124 })
	void scoreIsAlwaysFiniteAndBetweenZeroAndHundred(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < CASES; i++) {
			RiskAssessment assessment = RiskModel.assess(attempt(random).build(), extremeUser(random).build(),
					extremeTenant(random));
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
			Sample.Attempt attempt = attempt(random);
			Sample.History user = user(random);
			TenantHistory tenant = tenant(random);
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
			Sample.Attempt attempt = attempt(random);
			Sample.History user = user(random);
			TenantHistory tenant = tenant(random);
			double before = RiskModel.assess(attempt.build(), user.build(), tenant).score();
			List<ThreatSignal> more = new ArrayList<>(user.signals);
			more.add(random.nextInt(more.size() + 1), signal(random));
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
			ThreatSignal signal = signal(random);
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
			Sample.Attempt attempt = attempt(random);
			Sample.History user = user(random);
			TenantHistory tenant = tenant(random);
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
			LoginAttempt attempt = attempt(random).build();
			RiskAssessment model = RiskModel.assess(attempt, user(random).build(), tenant(random));
			List<RiskPolicy> policies = new ArrayList<>();
			RiskDecision before = RiskPolicies.apply(model, attempt, policies);
			assertThat(before.recommendation()).isEqualTo(model.recommendation());
			for (int n = random.nextInt(5); n >= 0; n--) {
				policies.add(policy(random));
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
			LoginAttempt attempt = attempt(random).build();
			RiskAssessment model = RiskModel.assess(attempt, user(random).build(), tenant(random));
			RiskDecision decision = RiskPolicies.apply(model, attempt, List.of(policy(random), policy(random)));
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
			LoginAttempt attempt = attempt(random).build();
			Sample.History user = user(random);
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
			TenantHistory home = tenantSharing(logins, users, random.nextDouble());
			TenantHistory abroad = tenantSharing(logins, users, random.nextDouble() * random.nextDouble());
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
			Sample.Attempt attempt = attempt(random);
			attempt.failed = 0;
			Sample.History user = user(random);
			user.logins = random.nextInt(10);
			user.firstLoginAt = attempt.at.minusSeconds(random.nextInt(14 * 86_400));
			user.failed = 0;
			user.signals = List.of();
			user.lastSeen = null;
			assertThat(RiskModel.assess(attempt.build(), user.build(), tenant(random)).score())
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

	private static <T> T pick(Random random, List<T> values) {
		return values.get(random.nextInt(values.size()));
	}

	private static GeoLocation.Position position(Random random) {
		if (random.nextBoolean()) {
			return new GeoLocation.Position(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180);
		}
		double latitude = EXTREME_DEGREES[random.nextInt(EXTREME_DEGREES.length)];
		double longitude = EXTREME_DEGREES[random.nextInt(EXTREME_DEGREES.length)];
		return new GeoLocation.Position(Math.clamp(latitude, -90, 90), longitude);
	}

	private static Sample.Attempt attempt(Random random) {
		Sample.Attempt attempt = new Sample.Attempt();
		attempt.ip = pick(random, IPS);
		attempt.userAgent = pick(random, AGENTS);
		attempt.country = (random.nextInt(4) == 0) ? null : pick(random, COUNTRIES);
		attempt.position = random.nextBoolean() ? position(random) : null;
		attempt.fingerprint = (random.nextInt(3) == 0) ? null : pick(random, List.of("laptop", "phone"));
		attempt.failed = random.nextInt(6);
		attempt.at = Sample.NOW.plusSeconds(random.nextInt(86_400));
		return attempt;
	}

	private static ThreatSignal signal(Random random) {
		return new ThreatSignal(pick(random, List.of(ThreatSignal.Type.values())),
				pick(random, List.of(ThreatSignal.Severity.values())),
				Sample.NOW.minusSeconds(random.nextInt(20) * 43_200L - 3_600));
	}

	private static Sample.History user(Random random) {
		Sample.History user = new Sample.History();
		user.logins = random.nextInt(60);
		user.firstLoginAt = Sample.NOW.minusSeconds(random.nextInt(60 * 86_400));
		for (int n = random.nextInt(4); n > 0; n--) {
			user.fill(attempt(random).build(), random.nextInt(30));
		}
		user.fingerprints = random.nextBoolean() ? Set.of("laptop") : Set.of();
		user.hours.replaceAll((hour) -> (long) random.nextInt(4));
		user.failed = random.nextInt(5);
		user.lastSeen = random.nextBoolean()
				? new UserHistory.LastSeen(position(random), Sample.NOW.plusSeconds(random.nextInt(200_000) - 100_000))
				: null;
		List<ThreatSignal> signals = new ArrayList<>();
		for (int n = random.nextInt(8); n > 0; n--) {
			signals.add(signal(random));
		}
		user.signals = signals;
		return user;
	}

	private static Sample.History extremeUser(Random random) {
		Sample.History user = user(random);
		user.logins = EXTREME_COUNTS[random.nextInt(EXTREME_COUNTS.length)];
		user.firstLoginAt = random.nextBoolean() ? null : pick(random, EXTREME_TIMES);
		user.counts.replaceAll((feature, counts) -> new TreeMap<>(counts));
		user.counts.values()
			.forEach((counts) -> counts.replaceAll((value, count) -> EXTREME_COUNTS[random.nextInt(8)]));
		user.hours.replaceAll((hour) -> EXTREME_COUNTS[random.nextInt(8)]);
		user.failed = EXTREME_COUNTS[random.nextInt(8)];
		user.lastSeen = new UserHistory.LastSeen(position(random), pick(random, EXTREME_TIMES));
		List<ThreatSignal> signals = new ArrayList<>(user.signals);
		signals.add(new ThreatSignal(ThreatSignal.Type.BRUTE_FORCE, ThreatSignal.Severity.CRITICAL,
				pick(random, EXTREME_TIMES)));
		user.signals = signals;
		return user;
	}

	private static TenantHistory tenant(Random random) {
		return Sample.tenant(random.nextInt(10_000), random.nextInt(100), random.nextInt(50), random.nextInt(100),
				random.nextInt(1000), random.nextInt(100), random.nextInt(500), random.nextInt(1000),
				random.nextInt(5000));
	}

	private static TenantHistory extremeTenant(Random random) {
		long[] counts = new long[7];
		for (int i = 0; i < 7; i++) {
			counts[i] = EXTREME_COUNTS[random.nextInt(8)];
		}
		return Sample.tenant(EXTREME_COUNTS[random.nextInt(8)], EXTREME_COUNTS[random.nextInt(8)], counts);
	}

	private static TenantHistory tenantSharing(long logins, long users, double share) {
		long count = Math.round(logins * share);
		return Sample.tenant(logins, users, count, count, count, count, count, count, count);
	}

	private static RiskPolicy policy(Random random) {
		Double threshold = random.nextBoolean() ? null : (double) random.nextInt(101);
		Set<String> countries = random.nextBoolean() ? Set.of() : Set.of(pick(random, COUNTRIES), "CH");
		int start = random.nextInt(24);
		RiskPolicy.TimeRestriction hours = (random.nextBoolean() && threshold != null) ? null
				: new RiskPolicy.TimeRestriction(start, (start + 1 + random.nextInt(23)) % 24,
						ZoneId.of("Europe/Paris"));
		return new RiskPolicy(new UUID(random.nextLong(), random.nextLong()), "p",
				new RiskPolicy.Conditions(threshold, countries, hours),
				new RiskPolicy.Actions(random.nextBoolean() ? Recommendation.DENY : Recommendation.CHALLENGE,
						random.nextBoolean() ? null : pick(random, List.of(ChallengeType.values()))),
				random.nextInt(5) > 0);
	}

}
