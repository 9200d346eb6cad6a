package io.qnsp.kms.analytics.usage;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.time.Instant;

import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.analytics.usage.UsageBatch.Application;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Counts uses from their events and lets the observer look at what was used, in one
 * transaction: five statements and the observer's.
 */
@Component
public final class UsageProjection implements Projection {

	/** The projection's name. */
	public static final String NAME = "kms-key-usage";

	private final UsageCountRepository counts;

	private final UsageObserver observer;

	UsageProjection(UsageCountRepository counts, UsageObserver observer) {
		this.counts = counts;
		this.observer = observer;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Set<String> eventTypes() {
		return Usage.eventTypes();
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		List<Usage> uses = entries.stream().flatMap((entry) -> Usage.read(entry.event()).stream()).toList();
		return uses.isEmpty() ? Mono.empty()
				: toldApart(sql, uses).flatMap((told) -> this.counts.addBuckets(sql, UsageBatch.buckets(told))
					.then(Mono.defer(() -> this.counts.addTotals(sql, UsageBatch.totals(told))))
					.then(Mono.defer(() -> this.counts.addSpans(sql, UsageBatch.spans(told))))
					.then(Mono.defer(() -> this.observer.onUsage(UsageBatch.used(told)))));
	}

	private Mono<List<Usage>> toldApart(Sql sql, List<Usage> uses) {
		Map<Application, Instant> applications = UsageBatch.applications(uses);
		return this.counts.addApplications(sql, applications)
			.then(Mono.defer(() -> this.counts.known(sql, applications.keySet())))
			.map(HashSet::new)
			.flatMap((known) -> {
				List<Usage> told = UsageBatch.within(uses, known);
				Map<Application, Instant> other = UsageBatch.applications(told)
					.entrySet()
					.stream()
					.filter((entry) -> entry.getKey().applicationId().equals(UsageBatch.OTHER))
					.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
				return (other.isEmpty() ? Mono.<Void>empty() : this.counts.addOther(sql, other)).thenReturn(told);
			});
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return this.counts.clear(sql);
	}

}
