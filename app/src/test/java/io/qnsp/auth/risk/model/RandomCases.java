package io.qnsp.auth.risk.model;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Random attempts, histories and policies for the laws: few values, so that they meet.
 */
final class RandomCases {

	private static final List<String> IPS = List.of("203.0.113.5", "203.0.113.6", "198.51.100.7", "2001:db8::1", "::");

	private static final List<String> AGENTS = List.of(Sample.FIREFOX, Sample.SAFARI, "curl/8.5.0", "");

	private static final List<String> COUNTRIES = List.of("FR", "DE", "BR", "US");

	private static final List<Instant> EXTREME_TIMES = List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Sample.NOW);

	private static final double[] EXTREME_DEGREES = { -180, -90, -1e-12, 0, 1e-12, 89.999999, 90, 179.999999, 180 };

	private static final long[] EXTREME_COUNTS = { 0, 1, 9, 10, 1_000, Long.MAX_VALUE, -5, Long.MIN_VALUE };

	private RandomCases() {
	}

	static <T> T pick(Random random, List<T> values) {
		return values.get(random.nextInt(values.size()));
	}

	static GeoLocation.Position position(Random random) {
		if (random.nextBoolean()) {
			return new GeoLocation.Position(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180);
		}
		double latitude = EXTREME_DEGREES[random.nextInt(EXTREME_DEGREES.length)];
		double longitude = EXTREME_DEGREES[random.nextInt(EXTREME_DEGREES.length)];
		return new GeoLocation.Position(Math.clamp(latitude, -90, 90), longitude);
	}

	static Sample.Attempt attempt(Random random) {
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

	static ThreatSignal signal(Random random) {
		return new ThreatSignal(pick(random, List.of(ThreatSignal.Type.values())),
				pick(random, List.of(ThreatSignal.Severity.values())),
				Sample.NOW.minusSeconds(random.nextInt(20) * 43_200L - 3_600));
	}

	static Sample.History user(Random random) {
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

	static Sample.History extremeUser(Random random) {
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

	static TenantHistory tenant(Random random) {
		return Sample.tenant(random.nextInt(10_000), random.nextInt(100), random.nextInt(50), random.nextInt(100),
				random.nextInt(1000), random.nextInt(100), random.nextInt(500), random.nextInt(1000),
				random.nextInt(5000));
	}

	static TenantHistory extremeTenant(Random random) {
		long[] counts = new long[7];
		for (int i = 0; i < 7; i++) {
			counts[i] = EXTREME_COUNTS[random.nextInt(8)];
		}
		return Sample.tenant(EXTREME_COUNTS[random.nextInt(8)], EXTREME_COUNTS[random.nextInt(8)], counts);
	}

	static TenantHistory tenantSharing(long logins, long users, double share) {
		long count = Math.round(logins * share);
		return Sample.tenant(logins, users, count, count, count, count, count, count, count);
	}

	static RiskPolicy policy(Random random) {
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
