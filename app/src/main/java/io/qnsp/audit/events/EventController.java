package io.qnsp.audit.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalFilter;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The tenant's events over HTTP. Who read the audit log, and which part of it, is itself
 * an event.
 */
@RestController
final class EventController {

	private final JournalReader journal;

	EventController(JournalReader journal) {
		this.journal = journal;
	}

	/**
	 * A part of the list of events.
	 *
	 * @param events the events, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end; the place
	 * of the last event, which a stream takes as {@code Last-Event-ID} too
	 */
	record EventList(List<EventView> events, int limit, @Nullable String nextCursor) {

	}

	@GetMapping("/v1/events")
	@Controls(value = Control.AUDIT, event = "audit.event.list")
	Mono<EventList> list(@RequestParam @Nullable List<@Nullable String> eventType,
			@RequestParam @Nullable List<@Nullable String> service,
			@RequestParam @Nullable List<@Nullable String> severity,
			@RequestParam @Nullable List<@Nullable String> outcome, @RequestParam @Nullable String actorId,
			@RequestParam @Nullable String resourceType, @RequestParam @Nullable String resourceId,
			@RequestParam @Nullable String requestId, @RequestParam @Nullable Instant since,
			@RequestParam @Nullable Instant until, @RequestParam @Nullable Integer limit,
			@RequestParam @Nullable String cursor, Caller caller, CallAudit audit) {
		JournalFilter filter = new EventQuery(eventType, service, severity, outcome, actorId, resourceType, resourceId,
				requestId, since, until)
			.filter();
		int size = PageRequest.of(limit, null, null).limit();
		audit.resource("audit-event", "*").detail("eventTypes", List.copyOf(filter.eventTypes()));
		return page(caller.tenantId(), filter, EventQuery.cursor(cursor), size)
			.doOnNext((found) -> audit.detail("count", found.events().size()));
	}

	@GetMapping("/v1/events/{eventId}")
	@Controls(value = Control.AUDIT, event = "audit.event.read")
	Mono<EventView> find(@PathVariable UUID eventId, Caller caller, CallAudit audit) {
		audit.resource("audit-event", eventId);
		return this.journal.find(caller.tenantId(), eventId)
			.map((entry) -> EventView.of(entry.event()))
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("audit event", eventId)));
	}

	private Mono<EventList> page(UUID tenantId, JournalFilter filter, @Nullable EventPosition before, int size) {
		return this.journal.page(tenantId, filter, before, size + 1).map((entries) -> {
			List<JournalEntry> shown = entries.subList(0, Math.min(size, entries.size()));
			return new EventList(shown.stream().map((entry) -> EventView.of(entry.event())).toList(), size,
					(entries.size() > size) ? shown.getLast().position().toString() : null);
		});
	}

}
