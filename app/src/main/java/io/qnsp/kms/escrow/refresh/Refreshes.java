package io.qnsp.kms.escrow.refresh;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.kms.escrow.deposit.Deposits;
import io.qnsp.kms.escrow.deposit.EscrowAnswer;
import io.qnsp.kms.escrow.deposit.EscrowRepository;
import io.qnsp.kms.escrow.deposit.Escrows;
import io.qnsp.kms.escrow.deposit.StoredEscrow;
import io.qnsp.kms.escrow.model.Principal;
import io.qnsp.kms.escrow.model.RecoveryPurpose;
import io.qnsp.kms.escrow.policy.EscrowPolicy;
import io.qnsp.kms.escrow.policy.EscrowPolicyRepository;
import io.qnsp.kms.escrow.policy.LiveAgents;
import io.qnsp.kms.escrow.recovery.OpenRecoveries;
import io.qnsp.kms.escrow.share.SharePlace;
import io.qnsp.kms.escrow.share.EscrowShareRepository;
import io.qnsp.kms.keys.EscrowableKeys;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes new shares for the agents that the policy names now. An escrow whose key was
 * recovered is active again: whoever has the key keeps it, but the shares are new.
 */
@Component
final class Refreshes {

	private final Escrows locks;

	private final EscrowRepository escrows;

	private final EscrowPolicyRepository policies;

	private final LiveAgents agents;

	private final EscrowShareRepository shares;

	private final OpenRecoveries open;

	private final EscrowableKeys keys;

	private final Deposits deposits;

	private final Changes changes;

	private final Clock clock;

	Refreshes(Escrows locks, EscrowRepository escrows, EscrowPolicyRepository policies, LiveAgents agents,
			EscrowShareRepository shares, OpenRecoveries open, EscrowableKeys keys, Deposits deposits, Changes changes,
			Clock clock) {
		this.locks = locks;
		this.escrows = escrows;
		this.policies = policies;
		this.agents = agents;
		this.shares = shares;
		this.open = open;
		this.keys = keys;
		this.deposits = deposits;
		this.changes = changes;
		this.clock = clock;
	}

	/**
	 * Takes the key from the KMS once more.
	 */
	Mono<EscrowAnswer> fromKey(UUID escrowId, Caller caller, CallAudit audit) {
		return this.changes.commit(this.locks.lock(caller.tenantId(), escrowId, audit)
			.flatMap((escrow) -> Mono.usingWhen(
					this.keys.take(caller, escrow.place().keyId(), escrow.place().keyVersion(), escrowId)
						.onErrorMap(QnspException.class, Refreshes::withAdvice),
					(key) -> refreshed(escrow, key.material(), audit), (key) -> Mono.fromRunnable(key::close))));
	}

	private static QnspException withAdvice(QnspException refusal) {
		return (refusal.code() != ErrorCode.GONE) ? refusal : new QnspException(ErrorCode.GONE, refusal.getMessage()
				+ " (expected: a key that is there, or requestId of an approved recovery with purpose refresh)");
	}

	/**
	 * Takes the key from the escrow itself.
	 */
	Mono<EscrowAnswer> fromShares(UUID escrowId, UUID requestId, Caller caller, CallAudit audit) {
		return this.changes.commit(this.open.lock(caller.tenantId(), requestId, audit)
			.filter((locked) -> locked.escrow().escrowId().equals(escrowId))
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("recovery of the escrow", requestId)))
			.doOnNext((locked) -> locked.recovery().requireExecutable(Principal.of(caller), RecoveryPurpose.REFRESH))
			.flatMap((locked) -> Mono.usingWhen(this.open.open(locked),
					(key) -> this.open.executed(locked).then(Mono.defer(() -> refreshed(locked.escrow(), key, audit))),
					(key) -> Mono.fromRunnable(key::close))));
	}

	private Mono<EscrowAnswer> refreshed(StoredEscrow escrow, SecretBytes material, CallAudit audit) {
		SharePlace next = escrow.place().next();
		return this.policies.hold(escrow.tenantId(), escrow.policyId())
			.delayUntil((policy) -> this.agents.require(escrow.tenantId(), policy))
			.flatMap((policy) -> this.deposits.make(material, next, policy.quorum())
				.flatMap((deposit) -> this.shares.replace(escrow.tenantId(), escrow.escrowId(), deposit.shares())
					.then(Mono.defer(() -> this.open.supersede(escrow.tenantId(), escrow.escrowId())))
					.then(Mono
						.defer(() -> this.escrows.update(escrow.refreshed(next, policy.quorum(), deposit, now()))))
					.doOnNext((after) -> describe(after, policy, audit))))
			.map((after) -> EscrowAnswer.of(after, now()));
	}

	private static void describe(StoredEscrow escrow, EscrowPolicy policy, CallAudit audit) {
		audit.severity(Severity.WARNING)
			.detail("shareSet", escrow.place().shareSet())
			.detail("recoveryThreshold", policy.quorum().threshold())
			.detail("holders", policy.quorum().holders())
			.detail("witnesses", policy.quorum().witnesses());
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
