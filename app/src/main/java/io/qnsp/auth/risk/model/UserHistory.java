package io.qnsp.auth.risk.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one user, as a snapshot. Everything may lag behind the truth a little;
 * nothing here has to add up exactly.
 *
 * @param logins successful logins ever, 0 or more
 * @param firstLoginAt the first of them, {@code null} if none
 * @param lastSeen place and time of the latest login whose coordinates are known,
 * {@code null} if none; a later login without coordinates does not replace it
 * @param counts logins by feature and value. At least the values of the attempt at hand,
 * as far as the user had them; with all countries the reasons name the usual one
 * @param deviceFingerprints fingerprints of successful logins
 * @param hourHistogram 24 numbers of logins by hour of day in UTC
 * @param recentFailedAttempts failed attempts since the last success, within the caller's
 * window (24 h is meant), 0 or more
 * @param threatSignals signals about the user in any order; those older than ten
 * half-lives (70 days) weigh next to nothing and need not be loaded
 */
public record UserHistory(long logins, @Nullable Instant firstLoginAt, @Nullable LastSeen lastSeen,
		Map<Feature, Map<String, Long>> counts, Set<String> deviceFingerprints, List<Long> hourHistogram,
		long recentFailedAttempts, List<ThreatSignal> threatSignals) {

	/** A histogram without logins. */
	public static final List<Long> NO_HOURS = Collections.nCopies(24, 0L);

	/** A user that nothing is known of. */
	public static final UserHistory NONE = new UserHistory(0, null, null, Map.of(), Set.of(), NO_HOURS, 0, List.of());

	public UserHistory {
		if (hourHistogram.size() != 24) {
			throw new IllegalArgumentException(
					"hourHistogram: %d hours (expected: 24)".formatted(hourHistogram.size()));
		}
		logins = Math.max(0, logins);
		recentFailedAttempts = Math.max(0, recentFailedAttempts);
		counts = counts.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (entry) -> Map.copyOf(entry.getValue())));
		deviceFingerprints = Set.copyOf(deviceFingerprints);
		hourHistogram = List.copyOf(hourHistogram);
		threatSignals = List.copyOf(threatSignals);
	}

	/**
	 * How often the user had a value.
	 * @param feature the feature
	 * @param value its value
	 * @return 0..logins
	 */
	public long count(Feature feature, String value) {
		Map<String, Long> values = this.counts.get(feature);
		Long count = (values != null) ? values.get(value) : null;
		return (count != null) ? Math.clamp(count, 0, this.logins) : 0;
	}

	/**
	 * Whether too little is known yet: fewer than 10 logins and the first less than 14
	 * days ago.
	 * @param at the time of the attempt
	 * @return whether the user is being learned
	 */
	public boolean isLearning(Instant at) {
		if (this.logins >= RiskThresholds.LEARNING_LOGINS) {
			return false;
		}
		return this.logins == 0 || this.firstLoginAt == null
				|| Times.seconds(this.firstLoginAt, at) < RiskThresholds.LEARNING_PERIOD.toSeconds();
	}

	/**
	 * A place and when the user was there.
	 *
	 * @param position the place
	 * @param at when
	 */
	public record LastSeen(GeoLocation.Position position, Instant at) {
	}

}
