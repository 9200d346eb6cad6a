package io.qnsp.audit.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.events.EventQuery;
import io.qnsp.audit.events.EventView;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalFilter;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.JournalWindow;
import io.qnsp.core.sql.TenantContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.pool.Pool;
import reactor.pool.PoolBuilder;

import org.springframework.stereotype.Component;

/**
 * Finds where an export begins and ends, and reads it batch by batch. Each statement
 * looks through a bounded window, so that a filter that nothing passes makes no statement
 * long; only a few exports read at the same time.
 */
@Component
final class EventExports {

	/** The longest stretch of time of one export. */
	static final Duration LONGEST = Duration.ofDays(92);

	private final JournalReader journal;

	private final OpenExports open;

	private final Clock clock;

	private final int batchSize;

	private final int windowSize;

	private final Pool<Integer> readers;

	EventExports(JournalReader journal, OpenExports open, Clock clock, ExportProperties properties) {
		this.journal = journal;
		this.open = open;
		this.clock = clock;
		this.batchSize = properties.batch();
		this.windowSize = properties.window();
		this.readers = PoolBuilder.from(Mono.just(0)).sizeBetween(0, properties.readers()).buildPool();
	}

	/**
	 * Begins an export.
	 * @param cursor the end of an earlier export, or the id of the last event that the
	 * caller has; {@code null} for the beginning
	 * @return the order, its first batch read
	 */
	Mono<ExportOrder> begin(ExportFormat format, EventQuery query, @Nullable String cursor, Caller caller,
			String credential, CallAudit audit) {
		JournalFilter filter = query.filter();
		Instant since = requireBounded(filter, this.clock.instant());
		audit.resource("audit-event", "*")
			.detail("format", format.wireName())
			.detail("since", since.toString())
			.detail("until", (filter.until() != null) ? filter.until().toString() : null)
			.detail("eventTypes", List.copyOf(filter.eventTypes()));
		UUID tenantId = caller.tenantId();
		this.open.requireRoom(tenantId);
		Mono<EventPosition> start = (cursor != null) ? resumed(tenantId, cursor)
				: this.journal.beforeAllSince(tenantId, since);
		return this.journal.end()
			.flatMap((end) -> start.flatMap(
					(position) -> after(tenantId, filter, end, position).map((first) -> new ExportOrder(format, caller,
							credential, filter, (filter.until() != null) ? null : later(position, end), end, first))));
	}

	private static EventPosition later(EventPosition a, EventPosition b) {
		return (a.compareTo(b) > 0) ? a : b;
	}

	private static Instant requireBounded(JournalFilter filter, Instant now) {
		Instant since = filter.since();
		if (since == null) {
			throw QnspException.badRequest("since", "missing (expected: ISO 8601 time)");
		}
		Instant until = (filter.until() != null) ? filter.until() : now;
		if (filter.until() != null && !since.isBefore(until)) {
			throw QnspException.badRequest("until", "%s (expected: after since, %s)".formatted(until, since));
		}
		if (Duration.between(since, until).compareTo(LONGEST) > 0) {
			throw QnspException.badRequest((filter.until() != null) ? "until" : "since",
					"%s to %s (expected: at most %d days)".formatted(since, until, LONGEST.toDays()));
		}
		return since;
	}

	private Mono<EventPosition> resumed(UUID tenantId, String cursor) {
		EventPosition position = EventPosition.parse(cursor).orElse(null);
		if (position != null) {
			return this.journal.knows(position)
				.flatMap((known) -> known ? Mono.just(position) : Mono.error(EventExports::notACursor));
		}
		UUID eventId = eventId(cursor);
		return (eventId == null) ? Mono.error(notACursor())
				: this.journal.find(tenantId, eventId)
					.map(JournalEntry::position)
					.switchIfEmpty(Mono.error(EventExports::notACursor));
	}

	private static @Nullable UUID eventId(String text) {
		try {
			UUID id = UUID.fromString(text);
			return id.toString().equalsIgnoreCase(text) ? id : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static QnspException notACursor() {
		return QnspException.badRequest("cursor",
				"not readable (expected: an X-Next-Cursor of this journal, or the id of one of the tenant's events)");
	}

	/**
	 * Reads the next batch.
	 * @param order the export
	 * @param position where the batch before ended
	 */
	Mono<ExportBatch> after(ExportOrder order, EventPosition position) {
		return after(order.caller().tenantId(), order.filter(), order.end(), position);
	}

	private Mono<ExportBatch> after(UUID tenantId, JournalFilter filter, EventPosition end, EventPosition position) {
		Mono<ExportBatch> batch = this.journal.ofTenantWindow(tenantId, position, end, filter.until(), this.windowSize)
			.flatMap((window) -> this.journal.ofTenantWithin(tenantId, window, filter, this.batchSize)
				.publishOn(Schedulers.parallel())
				.map((entries) -> batch(window, entries)));
		return this.readers.withPoolable((reader) -> batch)
			.single(new ExportBatch(List.of(), position, true))
			.contextWrite(TenantContext.with(tenantId));
	}

	private ExportBatch batch(JournalWindow window, List<JournalEntry> entries) {
		List<EventView> events = entries.stream().map((entry) -> EventView.of(entry.event())).toList();
		return (entries.size() == this.batchSize) ? new ExportBatch(events, entries.getLast().position(), false)
				: new ExportBatch(events, window.end(), window.size() < this.windowSize);
	}

}
