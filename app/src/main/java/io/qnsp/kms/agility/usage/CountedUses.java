package io.qnsp.kms.agility.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.kms.keys.KeyUse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Counts the uses of algorithms from the uses of keys. A use that failed before its
 * algorithm was known says nothing of any algorithm and is not counted.
 */
@Component
final class CountedUses implements Projection {

	/** The projection's name. */
	static final String NAME = "algorithm-usage";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Set<String> eventTypes() {
		return KeyUse.eventTypes();
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		Map<Bucket, Amount> amounts = amounts(entries);
		if (amounts.isEmpty()) {
			return Mono.empty();
		}
		Set<Bucket> buckets = amounts.keySet();
		Collection<Amount> counted = amounts.values();
		return sql.query("""
				INSERT INTO kms_algorithm_usage AS known
					(tenant_id, day, algorithm, category, operations, failures, last_used_at)
				SELECT tenant, day::date, algorithm, category, operations, failures, last_used_at::timestamptz
				FROM unnest(:tenants, :days, :algorithms, :categories, :operations, :failures, :lastUsed)
					AS added (tenant, day, algorithm, category, operations, failures, last_used_at)
				ON CONFLICT (tenant_id, day, algorithm, category) DO UPDATE SET
					operations = known.operations + excluded.operations, failures = known.failures + excluded.failures,
					last_used_at = greatest(known.last_used_at, excluded.last_used_at)
				""")
			.bind("tenants", buckets.stream().map(Bucket::tenantId).toArray(UUID[]::new))
			.bindTexts("days", buckets.stream().map((bucket) -> bucket.day().toString()).toList())
			.bindTexts("algorithms", buckets.stream().map((bucket) -> bucket.algorithm().id()).toList())
			.bindTexts("categories", buckets.stream().map((bucket) -> bucket.category().wireName()).toList())
			.bind("operations", counted.stream().map(Amount::operations).toArray(Long[]::new))
			.bind("failures", counted.stream().map(Amount::failures).toArray(Long[]::new))
			.bind("lastUsed", counted.stream().map(Amount::lastUsedText).toArray(String[]::new))
			.update()
			.then();
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM kms_algorithm_usage").update().then();
	}

	static Map<Bucket, Amount> amounts(List<JournalEntry> entries) {
		Map<Bucket, Amount> amounts = new TreeMap<>();
		for (JournalEntry entry : entries) {
			KeyUse.read(entry.event()).ifPresent((use) -> add(use, amounts));
		}
		return amounts;
	}

	private static void add(KeyUse use, Map<Bucket, Amount> amounts) {
		String name = use.algorithm();
		if (name == null) {
			return;
		}
		Algorithm.named(name).ifPresent((algorithm) -> {
			Bucket bucket = new Bucket(use.tenantId(), LocalDate.ofInstant(use.at(), ZoneOffset.UTC), algorithm,
					UsageCategory.of(use.operation(), algorithm.family() == Family.HMAC));
			long succeeded = use.operations() - use.failures();
			amounts.merge(bucket, new Amount(succeeded, use.failures(), (succeeded > 0) ? use.at() : null),
					Amount::plus);
		});
	}

	record Bucket(UUID tenantId, LocalDate day, Algorithm algorithm,
			UsageCategory category) implements Comparable<Bucket> {

		private static final Comparator<Bucket> ORDER = Comparator.comparing(Bucket::tenantId)
			.thenComparing(Bucket::day)
			.thenComparing(Bucket::algorithm)
			.thenComparing(Bucket::category);

		@Override
		public int compareTo(Bucket other) {
			return ORDER.compare(this, other);
		}

	}

	record Amount(long operations, long failures, @Nullable Instant lastUsedAt) {

		Amount plus(Amount other) {
			return new Amount(this.operations + other.operations, this.failures + other.failures,
					later(this.lastUsedAt, other.lastUsedAt));
		}

		private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
			if (a == null || b == null) {
				return (a != null) ? a : b;
			}
			return a.isAfter(b) ? a : b;
		}

		@Nullable String lastUsedText() {
			return (this.lastUsedAt != null) ? this.lastUsedAt.toString() : null;
		}

	}

}
