package io.qnsp.kms.escrow.recovery;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.kms.escrow.model.Decision;
import io.qnsp.kms.escrow.model.Principal;
import io.qnsp.kms.escrow.model.Recovery;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Approves and denies recoveries, by the escrow's agents and by administrators.
 */
@Component
final class RecoveryDecisions {

	private static final String DENIED = "kms.escrow_recovery.deny";

	private final OpenRecoveries open;

	private final EscrowRecoveryRepository recoveries;

	private final Changes changes;

	RecoveryDecisions(OpenRecoveries open, EscrowRecoveryRepository recoveries, Changes changes) {
		this.open = open;
		this.recoveries = recoveries;
		this.changes = changes;
	}

	Mono<RecoveryAnswer.Decided> decide(RecoveryBodies.Decide request, Caller caller, CallAudit audit) {
		request.check();
		audit.detail("decision", request.decision().wireName()).detail("reason", request.reason());
		if (request.decision() == Decision.Choice.DENY) {
			audit.eventType(DENIED);
		}
		return this.changes.commit(this.open.lock(caller.tenantId(), request.requestId(), audit).flatMap((locked) -> {
			locked.recovery().requireSay(Principal.of(caller), caller.isAdmin());
			Decision decision = new Decision(Principal.of(caller), request.decision(), request.reason(),
					this.open.now());
			return decided(locked, decision, audit).map((after) -> RecoveryAnswer.Decided.of(after, decision));
		}));
	}

	private Mono<Recovery> decided(LockedRecovery locked, Decision decision, CallAudit audit) {
		Recovery after = locked.recovery().decided(decision);
		audit.detail("status", after.status().wireName())
			.detail("witness", after.quorum().witnesses().contains(decision.decidedBy()));
		return this.recoveries.insert(locked.escrow().tenantId(), after.requestId(), decision)
			.then(Mono.defer(() -> after.status().isOpen() ? this.recoveries.update(locked.escrow().tenantId(), after)
					: this.open.end(locked.escrow().tenantId(), after)))
			.thenReturn(after);
	}

}
