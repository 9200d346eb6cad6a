package io.qnsp.auth.risk.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.RiskLevel;

/**
 * What a batch of evaluations adds to one bucket of one tenant.
 */
final class StatisticsBucket {

	private static final long SECONDS = Duration.ofMinutes(5).toSeconds();

	private final Map<RiskLevel, Long> levels = new EnumMap<>(RiskLevel.class);

	private final Map<String, Long> factors = new HashMap<>();

	private long challenged;

	private long denied;

	static Instant startOf(Instant at) {
		return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), SECONDS) * SECONDS);
	}

	void count(LoginEvidence evidence) {
		this.levels.merge(evidence.level(), 1L, Long::sum);
		this.challenged += (evidence.recommendation() == Recommendation.CHALLENGE) ? 1 : 0;
		this.denied += (evidence.recommendation() == Recommendation.DENY) ? 1 : 0;
		evidence.factors().forEach((factor, score) -> this.factors.merge(factor, 1L, Long::sum));
	}

	long level(RiskLevel level) {
		return this.levels.getOrDefault(level, 0L);
	}

	long challenged() {
		return this.challenged;
	}

	long denied() {
		return this.denied;
	}

	Map<String, Long> factors() {
		return this.factors;
	}

	/**
	 * Whose bucket, and from when on.
	 */
	record Key(UUID tenantId, Instant start) implements Comparable<Key> {

		private static final Comparator<Key> ORDER = Comparator.comparing(Key::tenantId).thenComparing(Key::start);

		@Override
		public int compareTo(Key other) {
			return ORDER.compare(this, other);
		}

	}

}
