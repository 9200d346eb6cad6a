package io.qnsp.audit.integrity.seal;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.integrity.merkle.DamagedTreeException;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Actor;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Resource;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Tells people that what is stored is not what was signed: in the log, and by a critical
 * event of the tenant, once until it is mended.
 */
@Component
final class SealingAlarm {

	private static final Logger log = LoggerFactory.getLogger(SealingAlarm.class);

	private final Journal journal;

	private final Ids ids;

	private final Clock clock;

	private final Counter refused;

	private final Set<UUID> raised = ConcurrentHashMap.newKeySet();

	SealingAlarm(Journal journal, Ids ids, Clock clock, MeterRegistry meters) {
		this.journal = journal;
		this.ids = ids;
		this.clock = clock;
		this.refused = Counter.builder("qnsp.audit.checkpoints.refused")
			.description("Checkpoints that were not made because what is stored is not what the last one signed")
			.register(meters);
	}

	/**
	 * Raises the alarm, unless this instance has done so already.
	 * @return completes when the event is durable
	 */
	Mono<Void> raise(UUID tenantId, DamagedTreeException damage) {
		return Mono.defer(() -> {
			this.refused.increment();
			if (!this.raised.add(tenantId)) {
				return Mono.empty();
			}
			String reason = String.valueOf(damage.getMessage());
			log.error("The events of tenant {} are not sealed any further: {}", tenantId, reason);
			return this.journal.append(event(tenantId, reason)).doOnError((ex) -> this.raised.remove(tenantId));
		});
	}

	/**
	 * Ends the alarm.
	 */
	void clear(UUID tenantId) {
		this.raised.remove(tenantId);
	}

	private AuditEvent event(UUID tenantId, String reason) {
		UUID id = this.ids.next();
		return new AuditEvent(id, "audit.checkpoint.refuse", "audit", Severity.CRITICAL,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new Actor(ActorType.SYSTEM, "audit-checkpoints", null, tenantId), new Resource("checkpoint", "*"),
				"refuse", Outcome.FAILURE, 500, new AuditEvent.Context(id.toString(), null, null, "audit-checkpoints"),
				null, Map.of("reason", reason));
	}

}
