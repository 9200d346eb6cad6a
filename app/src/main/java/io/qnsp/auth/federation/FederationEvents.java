package io.qnsp.auth.federation;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.page.Page;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Records events and reads them back.
 */
@Component
final class FederationEvents {

	/** Beyond this, matching events are not counted. */
	static final int MAX_TOTAL = 10_000;

	private static final Pattern JOURNAL_ACTION = Pattern.compile("[a-z_]+");

	private final FederationEventRepository repository;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	private final JsonMapper json;

	FederationEvents(FederationEventRepository repository, Changes changes, Ids ids, Clock clock, JsonMapper json) {
		this.repository = repository;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
		this.json = json;
	}

	Mono<RecordedEvent> record(RecordEventRequest event, Caller caller, CallAudit audit) {
		EventMetadata metadata = EventMetadata.of(event.metadata(), this.json);
		RecordedEvent recorded = new RecordedEvent(this.ids.next(),
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
		describe(event, recorded, audit);
		return this.changes
			.commit(this.repository.insert(caller.tenantId(), recorded, event, metadata).thenReturn(recorded));
	}

	private static void describe(RecordEventRequest event, RecordedEvent recorded, CallAudit audit) {
		audit.resource("federation-event", recorded.eventId())
			.detail("eventType", event.eventType())
			.detail("provider", event.provider())
			.detail("userId", event.userId())
			.detail("outcome", event.outcome().wireName());
		if (event.outcome() == FederationOutcome.FAILURE) {
			audit.severity(Severity.WARNING);
		}
		if (JOURNAL_ACTION.matcher(event.eventType()).matches()) {
			audit.eventType("auth.federation." + event.eventType());
		}
	}

	Mono<FederationEventPage> query(FederationQueryRequest request, Caller caller, CallAudit audit) {
		FederationQuery query = FederationQuery.of(request, this.clock.instant());
		audit.resource("federation-event", "*")
			.detail("startTime", query.range().start().toString())
			.detail("endTime", query.range().end().toString());
		return this.repository.page(caller.tenantId(), query)
			.map((rows) -> Page.of(rows, query.page(), FederationEvent::place))
			.flatMap((page) -> this.repository.count(caller.tenantId(), query, MAX_TOTAL + 1).map((count) -> {
				audit.detail("count", page.items().size());
				return new FederationEventPage(page.items(), page.nextCursor(), Math.min(count, MAX_TOTAL),
						count <= MAX_TOTAL);
			}));
	}

}
