package io.qnsp.kms.agility.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Standing;
import io.qnsp.crypto.catalogue.Transition;
import io.qnsp.kms.agility.inventory.AssetGroup;
import io.qnsp.kms.agility.inventory.Inventory;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms that a tenant has live keys of or has used.
 *
 * @param algorithms one entry for each algorithm and category, most used first
 * @param summary over all of them
 * @param basis what was counted
 */
record AlgorithmUsage(List<Entry> algorithms, Summary summary, String basis) {

	/**
	 * An algorithm.
	 *
	 * @param algorithm its name, as the standard spells it
	 * @param category what it is used for
	 * @param usageCount operations of the period that succeeded
	 * @param failedCount operations of the period that failed when their algorithm was
	 * known
	 * @param keyCount live keys whose current version is of it
	 * @param lastUsedAt the last successful operation of the period, or the making of the
	 * newest current key version when that is later
	 * @param status what the transition documents say of it today
	 * @param statusSource which document says so
	 */
	record Entry(String algorithm, UsageCategory category, long usageCount, long failedCount, long keyCount,
			Instant lastUsedAt, Status status, String statusSource) {

	}

	/**
	 * Over all algorithms.
	 *
	 * @param pqcAdoptionRate share of live asymmetric keys that are post-quantum or
	 * hybrid, 0..1
	 * @param legacyAlgorithmUsage successful operations of the period with algorithms
	 * that Shor's algorithm breaks
	 */
	record Summary(double pqcAdoptionRate, long legacyAlgorithmUsage) {

	}

	/**
	 * A standing, in answers.
	 */
	enum Status {

		@JsonProperty("recommended")
		RECOMMENDED, @JsonProperty("acceptable")
		ACCEPTABLE, @JsonProperty("deprecated")
		DEPRECATED, @JsonProperty("forbidden")
		FORBIDDEN;

		private static Status of(Standing standing) {
			return switch (standing) {
				case RECOMMENDED -> RECOMMENDED;
				case ACCEPTABLE -> ACCEPTABLE;
				case DEPRECATED -> DEPRECATED;
				case FORBIDDEN -> FORBIDDEN;
			};
		}

	}

	static AlgorithmUsage of(Inventory inventory, List<AlgorithmUse> uses, LocalDate today, int days) {
		Map<Row, Counted> rows = new TreeMap<>();
		for (AssetGroup group : inventory.groups()) {
			Row row = new Row(group.kind().algorithm(), UsageCategory.of(group.kind().purpose()));
			rows.merge(row, new Counted(group.count(), 0, 0, group.newest()), Counted::plus);
		}
		for (AlgorithmUse use : uses) {
			rows.merge(new Row(use.algorithm(), use.category()),
					new Counted(0, use.operations(), use.failures(), use.lastUsedAt()), Counted::plus);
		}
		List<Entry> entries = rows.entrySet()
			.stream()
			.flatMap((row) -> entry(row.getKey(), row.getValue(), today).stream())
			.sorted(Comparator.comparingLong(Entry::usageCount).reversed())
			.toList();
		long legacy = uses.stream()
			.filter((use) -> !use.algorithm().family().isQuantumSafe())
			.mapToLong(AlgorithmUse::operations)
			.sum();
		return new AlgorithmUsage(entries, new Summary(Adoption.of(inventory).adoptionRate(), legacy),
				inventory.counted()
						+ " Operations are those of the last %d days (UTC, today included), ".formatted(days)
						+ "by the algorithm of the key version that did them. " + Adoption.BASIS);
	}

	// Without a key and without a success it was never used, only tried.
	private static Optional<Entry> entry(Row row, Counted counted, LocalDate today) {
		Transition transition = row.algorithm().transitionOn(today);
		return Optional.ofNullable(counted.lastUsedAt())
			.map((last) -> new Entry(row.algorithm().nistName(), row.category(), counted.operations(),
					counted.failures(), counted.keys(), last, Status.of(transition.standing()),
					transition.source().reference()));
	}

	private record Row(Algorithm algorithm, UsageCategory category) implements Comparable<Row> {

		private static final Comparator<Row> ORDER = Comparator.comparing(Row::algorithm).thenComparing(Row::category);

		@Override
		public int compareTo(Row other) {
			return ORDER.compare(this, other);
		}

	}

	private record Counted(long keys, long operations, long failures, @Nullable Instant lastUsedAt) {

		private Counted plus(Counted other) {
			return new Counted(this.keys + other.keys, this.operations + other.operations,
					this.failures + other.failures, later(this.lastUsedAt, other.lastUsedAt));
		}

		private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
			if (a == null || b == null) {
				return (a != null) ? a : b;
			}
			return a.isAfter(b) ? a : b;
		}

	}

}
