package io.qnsp.audit.delivery;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.audit.events.CloudEvents;
import io.qnsp.audit.events.EventFilter;
import io.qnsp.audit.events.Stretch;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.sql.TenantContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.pool.Pool;
import reactor.pool.PoolBuilder;

import org.springframework.stereotype.Component;

/**
 * Reads a tenant's events for delivery. Only a few read at the same time, so that slow
 * and many destinations do not take the database from everybody else.
 */
@Component
public final class OutgoingEvents {

	// What one subscription holds while its destination takes its time.
	private static final int PAGE_BYTES = 1024 * 1024;

	private final JournalReader journal;

	private final CloudEvents cloudEvents;

	private final int page;

	private final Pool<Integer> readers;

	OutgoingEvents(JournalReader journal, CloudEvents cloudEvents, DeliveryProperties properties) {
		this.journal = journal;
		this.cloudEvents = cloudEvents;
		this.page = properties.page();
		this.readers = PoolBuilder.from(Mono.just(0)).sizeBetween(0, properties.readers()).buildPool();
	}

	/**
	 * A stretch of a tenant's events.
	 *
	 * @param events those that pass the filter, about 1 MiB at most
	 * @param end how far was read, or {@code null} when nothing was there
	 * @param last whether there was nothing after it when it was read
	 */
	public record Page(List<OutgoingEvent> events, @Nullable EventPosition end, boolean last) {

	}

	/**
	 * Reads the next events, as their tenant.
	 * @param tenantId the tenant
	 * @param position where to start
	 * @param filter which events are encoded
	 * @return the events after the position
	 */
	public Mono<Page> after(UUID tenantId, EventPosition position, EventFilter filter) {
		return read(tenantId, position, this.page)
			.map((entries) -> page(entries, filter, this::encoded, entries.size() < this.page));
	}

	static Page page(List<JournalEntry> entries, EventFilter filter, Function<JournalEntry, OutgoingEvent> encoder,
			boolean last) {
		Stretch<OutgoingEvent> taken = Stretch.of(entries, filter::matches, encoder, (event) -> event.json().length,
				PAGE_BYTES);
		return new Page(taken.items(), taken.end(), last && taken.whole());
	}

	/**
	 * Reads one event, as its tenant.
	 * @param tenantId the tenant
	 * @param position the event's place
	 * @return the event, or empty when it is no longer in the journal
	 */
	public Mono<OutgoingEvent> at(UUID tenantId, EventPosition position) {
		return read(tenantId, Positions.before(position), 1).filter((entries) -> !entries.isEmpty())
			.map(List::getFirst)
			.filter((entry) -> entry.position().equals(position))
			.map(this::encoded);
	}

	private Mono<List<JournalEntry>> read(UUID tenantId, EventPosition position, int limit) {
		return this.readers.withPoolable((reader) -> this.journal.ofTenantAfter(tenantId, position, limit))
			.single()
			.publishOn(Schedulers.parallel())
			.contextWrite(TenantContext.only(tenantId));
	}

	private OutgoingEvent encoded(JournalEntry entry) {
		return new OutgoingEvent(entry.position(), entry.event(), this.cloudEvents.structured(entry));
	}

}
