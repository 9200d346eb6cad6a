package io.qnsp.kms.escrow.expiry;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.kms.escrow.deposit.StoredEscrow;
import io.qnsp.kms.escrow.model.Recovery;

import org.springframework.stereotype.Component;

/**
 * Events of what happens to escrows without a call.
 */
@Component
final class EscrowEvents {

	private static final String SOURCE = "kms-escrows";

	private final Ids ids;

	private final Clock clock;

	EscrowEvents(Ids ids, Clock clock) {
		this.ids = ids;
		this.clock = clock;
	}

	AuditEvent expired(StoredEscrow escrow, List<UUID> requests) {
		return event(escrow.tenantId(), escrow.escrowId(), "kms.escrow.expire",
				Map.of("keyId", escrow.place().keyId().toString(), "keyVersion", escrow.place().keyVersion(),
						"requests", requests.stream().map(UUID::toString).toList()));
	}

	AuditEvent expired(UUID tenantId, Recovery recovery) {
		return event(tenantId, recovery.escrowId(), "kms.escrow_recovery.expire",
				Map.of("requestId", recovery.requestId().toString(), "submittedShares",
						recovery.progress().submitters().size(), "requiredShares", recovery.quorum().threshold()));
	}

	private AuditEvent event(UUID tenantId, UUID escrowId, String type, Map<String, Object> detail) {
		return new AuditEvent(this.ids.next(), type, "kms", AuditEvent.Severity.INFO,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new AuditEvent.Actor(ActorType.SYSTEM, SOURCE, null, tenantId),
				new AuditEvent.Resource(StoredEscrow.RESOURCE, escrowId.toString()), "expire",
				AuditEvent.Outcome.SUCCESS, 200, new AuditEvent.Context(escrowId.toString(), null, null, SOURCE), null,
				detail);
	}

}
