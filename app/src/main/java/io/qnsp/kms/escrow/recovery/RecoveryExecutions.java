package io.qnsp.kms.escrow.recovery;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.kms.escrow.deposit.EscrowRepository;
import io.qnsp.kms.escrow.deposit.StoredEscrow;
import io.qnsp.kms.escrow.model.Principal;
import io.qnsp.kms.escrow.model.RecoveryPurpose;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Hands recovered keys out, once: the end of the request and its event commit before the
 * answer goes out, and nothing keeps the key.
 */
@Component
final class RecoveryExecutions {

	private static final SecretAccess HANDING_OUT = SecretAccess.because("recovered key that is answered once");

	private final OpenRecoveries open;

	private final EscrowRepository escrows;

	private final Changes changes;

	RecoveryExecutions(OpenRecoveries open, EscrowRepository escrows, Changes changes) {
		this.open = open;
		this.escrows = escrows;
		this.changes = changes;
	}

	Mono<RecoveryAnswer.Recovered> execute(UUID requestId, Caller caller, CallAudit audit) {
		return this.changes.commit(this.open.lock(caller.tenantId(), requestId, audit)
			.doOnNext((locked) -> locked.recovery().requireExecutable(Principal.of(caller), RecoveryPurpose.RECOVER))
			.flatMap((locked) -> Mono.usingWhen(this.open.open(locked),
					(key) -> this.open.executed(locked)
						.then(Mono.defer(() -> this.escrows.update(locked.escrow().recovered())))
						.map((escrow) -> recovered(requestId, escrow, key.toByteArray(HANDING_OUT))),
					(key) -> Mono.fromRunnable(key::close)))
			.doOnNext((answer) -> audit.severity(Severity.CRITICAL).detail("algorithm", answer.algorithm())));
	}

	private RecoveryAnswer.Recovered recovered(UUID requestId, StoredEscrow escrow, byte[] key) {
		Instant now = this.open.now();
		return new RecoveryAnswer.Recovered(requestId, escrow.place().keyId(), key, now, escrow.place().keyVersion(),
				escrow.algorithm().nistName(), escrow.form());
	}

}
