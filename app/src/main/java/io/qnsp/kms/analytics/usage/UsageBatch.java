package io.qnsp.kms.analytics.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a batch of uses adds to the tables.
 */
final class UsageBatch {

	/** The application that stands for all beyond the most that are told apart. */
	static final String OTHER = "(other)";

	static final Duration BUCKET = Duration.ofMinutes(5);

	/** The lengths of the spans of {@code kms_key_activity}. */
	private static final List<Duration> SPANS = List.of(BUCKET, Duration.ofHours(1), Duration.ofDays(1));

	private UsageBatch() {
	}

	/**
	 * An application of a tenant.
	 */
	record Application(UUID tenantId, String applicationId) {

	}

	/**
	 * Where a use counts; without a bucket since the beginning.
	 */
	record Place(UUID tenantId, UUID keyId, Instant bucket, UsageOperation operation, String applicationId,
			boolean external) implements Comparable<Place> {

		private static final Comparator<Place> ORDER = Comparator.comparing(Place::tenantId)
			.thenComparing(Place::keyId)
			.thenComparing(Place::bucket)
			.thenComparing(Place::operation)
			.thenComparing(Place::applicationId)
			.thenComparing(Place::external);

		@Override
		public int compareTo(Place other) {
			return ORDER.compare(this, other);
		}

	}

	/**
	 * A span of a key.
	 */
	record Span(UUID tenantId, UUID keyId, int seconds, Instant start) implements Comparable<Span> {

		private static final Comparator<Span> ORDER = Comparator.comparing(Span::tenantId)
			.thenComparing(Span::keyId)
			.thenComparingInt(Span::seconds)
			.thenComparing(Span::start);

		@Override
		public int compareTo(Span other) {
			return ORDER.compare(this, other);
		}

	}

	/**
	 * The applications, each with its first use, in the order of the journal.
	 */
	static Map<Application, Instant> applications(List<Usage> uses) {
		Map<Application, Instant> first = new LinkedHashMap<>();
		uses.forEach((use) -> first.putIfAbsent(new Application(use.tenantId(), use.applicationId()), use.at()));
		return first;
	}

	/**
	 * The uses with every application that is not told apart replaced by one.
	 */
	static List<Usage> within(List<Usage> uses, Set<Application> known) {
		return uses.stream()
			.map((use) -> known.contains(new Application(use.tenantId(), use.applicationId())) ? use
					: new Usage(use.tenantId(), use.keyId(), use.operation(), OTHER, use.external(), use.operations(),
							use.failures(), use.bytes(), use.at()))
			.toList();
	}

	static Map<Place, UsageAmount> buckets(Collection<Usage> uses) {
		return sums(uses, (use) -> new Place(use.tenantId(), use.keyId(), startOf(use.at(), BUCKET), use.operation(),
				use.applicationId(), use.external()));
	}

	static Map<Place, UsageAmount> totals(Collection<Usage> uses) {
		return sums(uses, (use) -> new Place(use.tenantId(), use.keyId(), Instant.EPOCH, use.operation(),
				use.applicationId(), use.external()));
	}

	static Map<Span, UsageAmount> spans(Collection<Usage> uses) {
		Map<Span, UsageAmount> sums = new TreeMap<>();
		for (Usage use : uses) {
			for (Duration length : SPANS) {
				sums.merge(new Span(use.tenantId(), use.keyId(), Math.toIntExact(length.toSeconds()),
						startOf(use.at(), length)), UsageAmount.of(use), UsageAmount::plus);
			}
		}
		return sums;
	}

	/**
	 * Which keys were used in which five minutes.
	 */
	static List<UsedKey> used(Collection<Usage> uses) {
		return uses.stream()
			.map((use) -> new UsedKey(use.tenantId(), use.keyId(), startOf(use.at(), BUCKET)))
			.distinct()
			.toList();
	}

	private static Map<Place, UsageAmount> sums(Collection<Usage> uses, Function<Usage, Place> place) {
		Map<Place, UsageAmount> sums = new TreeMap<>();
		uses.forEach((use) -> sums.merge(place.apply(use), UsageAmount.of(use), UsageAmount::plus));
		return sums;
	}

	private static Instant startOf(Instant at, Duration length) {
		return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), length.toSeconds()) * length.toSeconds());
	}

}
