package io.qnsp.core.projection;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

/**
 * Usage by tenant, billable operation and hour (UTC, of the time it happened), from
 * successful events that name a billable operation.
 */
public final class UsageMeters implements Projection {

	/** The projection's name. */
	public static final String NAME = "usage-meters";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Set<String> eventTypes() {
		return Set.of();
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		Map<Meter, Amount> amounts = amounts(entries);
		if (amounts.isEmpty()) {
			return Mono.empty();
		}
		return sql.query("""
				INSERT INTO usage_meter AS meter (tenant_id, billable_operation, bucket_start, units, calls)
				SELECT * FROM unnest(:tenantIds, :operations, :buckets, :units, :calls)
				ON CONFLICT (tenant_id, billable_operation, bucket_start)
				DO UPDATE SET units = meter.units + excluded.units, calls = meter.calls + excluded.calls
				""")
			.bind("tenantIds", amounts.keySet().stream().map(Meter::tenantId).toArray(UUID[]::new))
			.bind("operations", amounts.keySet().stream().map(Meter::operation).toArray(String[]::new))
			.bind("buckets", amounts.keySet().stream().map(Meter::bucket).toArray(Instant[]::new))
			.bind("units", amounts.values().stream().map(Amount::units).toArray(Long[]::new))
			.bind("calls", amounts.values().stream().map(Amount::calls).toArray(Long[]::new))
			.update()
			.then();
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM usage_meter").update().then();
	}

	static Map<Meter, Amount> amounts(List<JournalEntry> entries) {
		Map<Meter, Amount> amounts = new TreeMap<>();
		for (JournalEntry entry : entries) {
			AuditEvent event = entry.event();
			AuditEvent.Usage usage = event.usage();
			if (usage != null && event.outcome() == AuditEvent.Outcome.SUCCESS) {
				Meter meter = new Meter(event.tenantId(), usage.billableOperation(),
						event.timestamp().truncatedTo(ChronoUnit.HOURS));
				amounts.merge(meter, new Amount(usage.units(), 1), Amount::plus);
			}
		}
		return amounts;
	}

	record Meter(UUID tenantId, String operation, Instant bucket) implements Comparable<Meter> {

		private static final Comparator<Meter> ORDER = Comparator.comparing(Meter::tenantId)
			.thenComparing(Meter::operation)
			.thenComparing(Meter::bucket);

		@Override
		public int compareTo(Meter other) {
			return ORDER.compare(this, other);
		}

	}

	record Amount(long units, long calls) {

		Amount plus(Amount other) {
			return new Amount(Math.addExact(this.units, other.units), Math.addExact(this.calls, other.calls));
		}

	}

}
