package io.qnsp.auth.federation.crosstenant;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Counts the events whose credential belongs to another tenant than the one acted in, by
 * source, target and five minutes (UTC, of the time it happened).
 */
@Component
final class CrossTenantProjection implements Projection {

	@Override
	public String name() {
		return "cross-tenant-activity";
	}

	@Override
	public Set<String> eventTypes() {
		return Set.of();
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		Map<Passage, Seen> seen = seen(entries);
		if (seen.isEmpty()) {
			return Mono.empty();
		}
		return sql.query("""
				INSERT INTO cross_tenant_activity AS activity
					(source_tenant_id, target_tenant_id, bucket_start, event_count, last_activity_at)
				SELECT * FROM unnest(:sources, :targets, :buckets, :counts, :lasts)
				ON CONFLICT (source_tenant_id, target_tenant_id, bucket_start) DO UPDATE SET
					event_count = activity.event_count + excluded.event_count,
					last_activity_at = greatest(activity.last_activity_at, excluded.last_activity_at)
				""")
			.bind("sources", seen.keySet().stream().map(Passage::source).toArray(UUID[]::new))
			.bind("targets", seen.keySet().stream().map(Passage::target).toArray(UUID[]::new))
			.bind("buckets", seen.keySet().stream().map(Passage::bucket).toArray(Instant[]::new))
			.bind("counts", seen.values().stream().map(Seen::count).toArray(Long[]::new))
			.bind("lasts", seen.values().stream().map(Seen::last).toArray(Instant[]::new))
			.update()
			.then();
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM cross_tenant_activity").update().then();
	}

	static Map<Passage, Seen> seen(List<JournalEntry> entries) {
		Map<Passage, Seen> seen = new TreeMap<>();
		for (JournalEntry entry : entries) {
			AuditEvent event = entry.event();
			UUID home = event.actor().homeTenantId();
			if (!home.equals(event.tenantId())) {
				Passage passage = new Passage(home, event.tenantId(), ActivityPeriod.bucketOf(event.timestamp()));
				seen.merge(passage, new Seen(1, event.timestamp()), Seen::plus);
			}
		}
		return seen;
	}

	record Passage(UUID source, UUID target, Instant bucket) implements Comparable<Passage> {

		private static final Comparator<Passage> ORDER = Comparator.comparing(Passage::source)
			.thenComparing(Passage::target)
			.thenComparing(Passage::bucket);

		@Override
		public int compareTo(Passage other) {
			return ORDER.compare(this, other);
		}

	}

	record Seen(long count, Instant last) {

		Seen plus(Seen other) {
			return new Seen(Math.addExact(this.count, other.count),
					other.last.isAfter(this.last) ? other.last : this.last);
		}

	}

}
