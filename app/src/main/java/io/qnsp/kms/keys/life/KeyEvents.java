package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.kms.keys.KeyUse;
import io.qnsp.kms.keys.store.StoredKey;

import org.springframework.stereotype.Component;

/**
 * Events of what happens to keys without a call.
 */
@Component
final class KeyEvents {

	private static final String SOURCE = "kms-keys";

	private final Ids ids;

	private final Clock clock;

	KeyEvents(Ids ids, Clock clock) {
		this.ids = ids;
		this.clock = clock;
	}

	AuditEvent of(StoredKey key, String action) {
		return event(key, action, AuditEvent.Outcome.SUCCESS, 200, Map.of("algorithm", key.algorithm().id(),
				"keyVersion", key.version(), "state", key.life().state().wireName()));
	}

	AuditEvent failed(StoredKey key, String action, QnspException refusal) {
		return event(key, action, AuditEvent.Outcome.FAILURE, refusal.code().status(), Map.of("algorithm",
				key.algorithm().id(), "error", refusal.code().name(), "reason", refusal.getMessage()));
	}

	/**
	 * The material of a version has gone into escrow, on behalf of a caller.
	 */
	AuditEvent escrowed(StoredKey key, int version, Caller caller, UUID escrowId) {
		AuditEvent event = event(key, "escrow", AuditEvent.Outcome.SUCCESS, 200,
				Map.of("algorithm", key.algorithm().id(), "keyVersion", version, "escrowId", escrowId.toString()));
		return new AuditEvent(event.eventId(), event.eventType(), event.service(), event.severity(), event.timestamp(),
				event.tenantId(),
				new AuditEvent.Actor(caller.actorType(), caller.subject(), null, caller.homeTenantId()),
				event.resource(), event.action(), event.outcome(), event.statusCode(),
				new AuditEvent.Context(escrowId.toString(), null, caller.clientId(), SOURCE), null, event.detail());
	}

	private AuditEvent event(StoredKey key, String action, AuditEvent.Outcome outcome, int status,
			Map<String, Object> detail) {
		boolean done = outcome == AuditEvent.Outcome.SUCCESS;
		return new AuditEvent(this.ids.next(), "kms.key." + action, "kms",
				done ? AuditEvent.Severity.INFO : AuditEvent.Severity.WARNING,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), key.tenantId(),
				new AuditEvent.Actor(ActorType.SYSTEM, SOURCE, null, key.tenantId()), KeyUse.resource(key.keyId()),
				action, outcome, status, new AuditEvent.Context(key.keyId().toString(), null, null, SOURCE), null,
				detail);
	}

}
