package io.qnsp.audit.streaming;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.Journal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Writes events of a tenant's into the journal.
 */
@Component
final class TestEvents {

	private static final int AT_ONCE = 256;

	private final Journal journal;

	private final Ids ids;

	private final Clock clock;

	TestEvents(Journal journal, Ids ids, Clock clock) {
		this.journal = journal;
		this.ids = ids;
		this.clock = clock;
	}

	AuditEvent event(UUID tenantId, String eventType, Severity severity, Map<String, Object> detail) {
		return new AuditEvent(this.ids.next(), eventType, eventType.substring(0, eventType.indexOf('.')), severity,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new AuditEvent.Actor(ActorType.USER, "tester", null, tenantId), null, "do", AuditEvent.Outcome.SUCCESS,
				200, new AuditEvent.Context("test", null, null, "test"), null, detail);
	}

	List<AuditEvent> events(UUID tenantId, String eventType, int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> event(tenantId, eventType, Severity.INFO, Map.of("number", i)))
			.toList();
	}

	Mono<Void> append(AuditEvent event) {
		return this.journal.append(event);
	}

	Mono<Void> append(List<AuditEvent> events) {
		return Flux.fromIterable(events).flatMap(this.journal::append, AT_ONCE).then();
	}

}
