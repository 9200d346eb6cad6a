package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import io.qnsp.core.caller.ActorType;
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
		return new AuditEvent(this.ids.next(), "kms.key." + action, "kms", AuditEvent.Severity.INFO,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), key.tenantId(),
				new AuditEvent.Actor(ActorType.SYSTEM, SOURCE, null, key.tenantId()), KeyUse.resource(key.keyId()),
				action, AuditEvent.Outcome.SUCCESS, 200,
				new AuditEvent.Context(key.keyId().toString(), null, null, SOURCE), null, Map.of("algorithm",
						key.algorithm().id(), "keyVersion", key.version(), "state", key.life().state().wireName()));
	}

}
