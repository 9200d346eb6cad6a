package io.qnsp.audit.append;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Appends events of other systems to the journal.
 */
@Component
final class EventAppends {

	/** What context.source begins with, so that nobody takes an event for our own. */
	static final String SOURCE = "external";

	private final Journal journal;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	EventAppends(Journal journal, Changes changes, Ids ids, Clock clock) {
		this.journal = journal;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<AppendResult> append(AppendRequest request, Caller caller, String requestId, CallAudit audit) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		request.events().forEach((event) -> checkTenant(event, caller));
		return this.changes.commit(Mono.defer(() -> {
			List<AuditEvent> events = request.events()
				.stream()
				.map((event) -> journalEvent(event, caller, requestId, now))
				.toList();
			AppendResult result = new AppendResult(events.size(), events.size(),
					events.stream().map(AuditEvent::eventId).toList());
			describe(events, result, audit);
			return this.journal.appendInTransaction(events).thenReturn(result);
		}));
	}

	private static void checkTenant(AppendedEvent event, Caller caller) {
		UUID named = event.tenantId();
		if (named != null && !named.equals(caller.tenantId())) {
			throw new QnspException(ErrorCode.TENANT_MISMATCH, "An event names another tenant than the call acts in",
					Map.of("tenantId", named.toString()));
		}
	}

	private AuditEvent journalEvent(AppendedEvent event, Caller caller, String requestId, Instant now) {
		AppendedEvent.Context context = event.context();
		String source = (context.source() != null) ? SOURCE + ":" + context.source() : SOURCE;
		return new AuditEvent(this.ids.next(), event.eventType(), event.service(), event.severity(),
				(event.timestamp() != null) ? event.timestamp().truncatedTo(ChronoUnit.MILLIS) : now, caller.tenantId(),
				actorOf(event, caller),
				(event.resource() != null) ? new AuditEvent.Resource(event.resource().type(), event.resource().id())
						: null,
				event.action(), event.outcome(), 0,
				new AuditEvent.Context((context.requestId() != null) ? context.requestId() : requestId,
						context.userAgent(), caller.clientId(), source),
				null, event.detail());
	}

	// Who acts in the other system is of no other tenant here: what goes from tenant to
	// tenant is told by the event of the call alone.
	private static AuditEvent.Actor actorOf(AppendedEvent event, Caller caller) {
		AppendedEvent.Actor actor = event.actor();
		return (actor != null) ? new AuditEvent.Actor(actor.type(), actor.id(), actor.ip(), caller.tenantId())
				: new AuditEvent.Actor(caller.actorType(), caller.subject(), null, caller.tenantId());
	}

	private static void describe(List<AuditEvent> events, AppendResult result, CallAudit audit) {
		audit.resource("audit-event", (events.size() == 1) ? events.getFirst().eventId() : "*")
			.detail("count", events.size())
			.detail("services",
					events.stream().map(AuditEvent::service).distinct().sorted().collect(Collectors.toList()))
			.detail("eventIds", result.eventIds().stream().map(UUID::toString).toList());
	}

}
