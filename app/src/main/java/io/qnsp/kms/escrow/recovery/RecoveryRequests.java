package io.qnsp.kms.escrow.recovery;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.kms.escrow.deposit.Escrows;
import io.qnsp.kms.escrow.deposit.StoredEscrow;
import io.qnsp.kms.escrow.model.Principal;
import io.qnsp.kms.escrow.model.Recovery;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Asks for recoveries and shows them.
 */
@Component
final class RecoveryRequests {

	private static final int MOST_OPEN = 10;

	// So that nobody alone keeps others from asking.
	private static final int MOST_OWN = 3;

	private final Escrows escrows;

	private final EscrowRecoveryRepository recoveries;

	private final OpenRecoveries open;

	private final Changes changes;

	private final Ids ids;

	RecoveryRequests(Escrows escrows, EscrowRecoveryRepository recoveries, OpenRecoveries open, Changes changes,
			Ids ids) {
		this.escrows = escrows;
		this.recoveries = recoveries;
		this.open = open;
		this.changes = changes;
		this.ids = ids;
	}

	Mono<RecoveryAnswer.Initiated> initiate(RecoveryBodies.Initiate request, Caller caller, CallAudit audit) {
		request.check();
		UUID tenantId = caller.tenantId();
		Instant now = this.open.now();
		return this.changes.commit(this.escrows.lock(tenantId, request.escrowId(), audit)
			.map((escrow) -> made(request, escrow, Principal.of(caller), now))
			.delayUntil((recovery) -> requireFew(tenantId, recovery, now))
			.doOnNext((recovery) -> audit.severity(Severity.WARNING)
				.detail("requestId", recovery.requestId().toString())
				.detail("reason", recovery.reason())
				.detail("urgency", recovery.urgency().wireName())
				.detail("purpose", recovery.purpose().wireName())
				.detail("requiredShares", recovery.quorum().threshold()))
			.delayUntil((recovery) -> this.recoveries.insert(tenantId, recovery))
			.map(RecoveryAnswer.Initiated::of));
	}

	private Recovery made(RecoveryBodies.Initiate request, StoredEscrow escrow, String subject, Instant now) {
		return new Recovery(this.ids.next(), escrow.escrowId(), request.chosenPurpose(), request.reason(),
				request.chosenUrgency(), subject, escrow.quorum(), Recovery.Progress.NONE, now,
				now.plus(request.chosenUrgency().open()));
	}

	private Mono<Void> requireFew(UUID tenantId, Recovery recovery, Instant now) {
		return this.recoveries.open(tenantId, recovery.escrowId(), recovery.initiatedBy(), now).flatMap((found) -> {
			if (found.own() >= MOST_OWN) {
				return Mono.error(QnspException
					.conflict("%s has %d open recovery requests for the escrow (expected: fewer than %d, to add one)"
						.formatted(recovery.initiatedBy(), found.own(), MOST_OWN)));
			}
			return (found.all() < MOST_OPEN) ? Mono.empty()
					: Mono.error(QnspException
						.conflict("The escrow has %d open recovery requests (expected: fewer than %d, to add one)"
							.formatted(found.all(), MOST_OPEN)));
		});
	}

	Mono<RecoveryAnswer> read(UUID requestId, Caller caller, CallAudit audit) {
		audit.resource("kms-escrow-recovery", requestId);
		return this.recoveries.find(caller.tenantId(), requestId)
			.switchIfEmpty(Mono.error(() -> OpenRecoveries.notFound(requestId)))
			.flatMap((recovery) -> this.recoveries.escrowEnd(caller.tenantId(), requestId)
				.map((escrowEnd) -> RecoveryAnswer.of(recovery.at(this.open.now(), escrowEnd))));
	}

}
