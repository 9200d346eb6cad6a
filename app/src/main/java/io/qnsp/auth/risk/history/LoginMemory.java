package io.qnsp.auth.risk.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.Feature;
import io.qnsp.auth.risk.model.ThreatSignal;
import io.qnsp.auth.risk.model.UserHistory;
import io.qnsp.auth.risk.model.UserHistory.LastSeen;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of one user. Learning login by login in the journal's order
 * gives the same memory however the logins are cut into batches: that is why the bound on
 * values is kept here and not by a statement afterwards.
 *
 * <p>
 * Of each feature at most {@value #MAX_VALUES} values are kept. One more pushes out the
 * value that the fewest logins had, among equals the one not seen for longest.
 */
final class LoginMemory {

	/** Most values of one feature that are kept. */
	static final int MAX_VALUES = 200;

	private static final String HOUR = "hour";

	private static final String FINGERPRINT = "fingerprint";

	private static final Duration FAILURES_COUNT_FOR = Duration.ofHours(24);

	/** By feature; the values of each in the order of the last sight. */
	private final Map<String, Map<String, Long>> values;

	private long logins;

	private @Nullable Instant first;

	private @Nullable Instant last;

	private @Nullable LastSeen lastSeen;

	LoginMemory() {
		this(0, null, null, null, Map.of());
	}

	LoginMemory(long logins, @Nullable Instant first, @Nullable Instant last, @Nullable LastSeen lastSeen,
			Map<String, Map<String, Long>> values) {
		this.logins = logins;
		this.first = first;
		this.last = last;
		this.lastSeen = lastSeen;
		this.values = new LinkedHashMap<>(values);
	}

	/**
	 * Learns a login.
	 * @param login the login
	 * @param at when it was
	 */
	void learn(LoginEvidence login, Instant at) {
		this.logins++;
		this.first = (this.first == null || at.isBefore(this.first)) ? at : this.first;
		this.last = (this.last == null || at.isAfter(this.last)) ? at : this.last;
		if (login.position() != null && (this.lastSeen == null || !at.isBefore(this.lastSeen.at()))) {
			this.lastSeen = new LastSeen(login.position(), at);
		}
		for (Feature feature : Feature.values()) {
			count(feature.key(), login.features().value(feature));
		}
		count(HOUR, Integer.toString(at.atOffset(ZoneOffset.UTC).getHour()));
		if (login.fingerprint() != null) {
			count(FINGERPRINT, login.fingerprint());
		}
	}

	/**
	 * The memory as the model reads it. Failed attempts are what signals of guessed
	 * passwords report: each of the last 24 hours and since the last login is one.
	 * @param signals the signals about the user
	 * @param now the time
	 * @return a snapshot
	 */
	UserHistory snapshot(List<ThreatSignal> signals, Instant now) {
		Map<Feature, Map<String, Long>> counts = new EnumMap<>(Feature.class);
		for (Feature feature : Feature.values()) {
			counts.put(feature, valuesOf(feature.key()));
		}
		Set<String> fingerprints = valuesOf(FINGERPRINT).keySet();
		return new UserHistory(this.logins, this.first, this.lastSeen, counts, fingerprints, hours(),
				failedAttempts(signals, now), signals);
	}

	private long failedAttempts(List<ThreatSignal> signals, Instant now) {
		Instant from = now.minus(FAILURES_COUNT_FOR);
		Instant since = (this.last != null && this.last.isAfter(from)) ? this.last : from;
		return signals.stream()
			.filter((signal) -> signal.type() == ThreatSignal.Type.BRUTE_FORCE
					|| signal.type() == ThreatSignal.Type.CREDENTIAL_STUFFING)
			.filter((signal) -> signal.at().isAfter(since))
			.count();
	}

	private List<Long> hours() {
		List<Long> hours = new ArrayList<>(UserHistory.NO_HOURS);
		valuesOf(HOUR).forEach((hour, count) -> hours.set(Integer.parseInt(hour), count));
		return hours;
	}

	private Map<String, Long> valuesOf(String feature) {
		Map<String, Long> counts = this.values.get(feature);
		return (counts != null) ? counts : Map.of();
	}

	private void count(String feature, String value) {
		Map<String, Long> counts = this.values.computeIfAbsent(feature, (key) -> new LinkedHashMap<>());
		Long before = counts.remove(value);
		if (before == null && counts.size() == MAX_VALUES) {
			counts.remove(leastUsed(counts));
		}
		counts.put(value, (before != null) ? before + 1 : 1);
	}

	private static String leastUsed(Map<String, Long> counts) {
		// The first of the smallest: the map is in the order of the last sight.
		return Collections.min(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
	}

	long logins() {
		return this.logins;
	}

	@Nullable Instant first() {
		return this.first;
	}

	@Nullable Instant last() {
		return this.last;
	}

	@Nullable LastSeen lastSeen() {
		return this.lastSeen;
	}

	Map<String, Map<String, Long>> values() {
		return this.values;
	}

}
