package io.qnsp.kms.escrow.recovery;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenantkey.SealedFor;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.sharing.Share;
import io.qnsp.kms.escrow.deposit.Deposits;
import io.qnsp.kms.escrow.deposit.Escrows;
import io.qnsp.kms.escrow.model.Recovery;
import io.qnsp.kms.escrow.model.RecoveryStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What the steps of a recovery share: locking it, ending it, and opening the deposit with
 * what was submitted. All of it in the surrounding transaction.
 */
@Component
public final class OpenRecoveries {

	private static final String PURPOSE = "kms.escrow-recovery-share";

	private final Escrows escrows;

	private final EscrowRecoveryRepository recoveries;

	private final SubmittedShareRepository submitted;

	private final TenantKeys tenantKeys;

	private final Deposits deposits;

	private final Clock clock;

	OpenRecoveries(Escrows escrows, EscrowRecoveryRepository recoveries, SubmittedShareRepository submitted,
			TenantKeys tenantKeys, Deposits deposits, Clock clock) {
		this.escrows = escrows;
		this.recoveries = recoveries;
		this.submitted = submitted;
		this.tenantKeys = tenantKeys;
		this.deposits = deposits;
		this.clock = clock;
	}

	/**
	 * Locks a request and names it in a call's event.
	 * @param tenantId the tenant
	 * @param requestId the request
	 * @param audit the call
	 * @return the request with its escrow; a 404 for an unknown one, a 410 when its
	 * escrow has ended
	 */
	public Mono<LockedRecovery> lock(UUID tenantId, UUID requestId, CallAudit audit) {
		audit.detail("requestId", requestId.toString());
		return this.recoveries.escrowOf(tenantId, requestId)
			.flatMap((escrowId) -> this.escrows.lock(tenantId, escrowId, audit))
			.flatMap((escrow) -> this.recoveries.lock(tenantId, requestId)
				.map((recovery) -> new LockedRecovery(escrow, recovery.at(now()))))
			.switchIfEmpty(Mono.error(() -> notFound(requestId)));
	}

	/**
	 * Ends all requests of an escrow, which is locked before.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @return the requests that were open
	 */
	public Mono<List<UUID>> supersede(UUID tenantId, UUID escrowId) {
		return this.recoveries.supersede(tenantId, escrowId, now())
			.delayUntil((ended) -> this.submitted.destroy(tenantId, ended));
	}

	/**
	 * Ends a request that took too long; its escrow is locked before.
	 * @param tenantId the tenant
	 * @param requestId the request
	 * @return the request, or empty when its time is not over or it has ended before
	 */
	public Mono<Recovery> expire(UUID tenantId, UUID requestId) {
		return this.recoveries.lock(tenantId, requestId)
			.filter((recovery) -> recovery.status().isOpen())
			.map((recovery) -> recovery.at(now()))
			.filter((recovery) -> recovery.status() == RecoveryStatus.EXPIRED)
			.delayUntil((recovery) -> end(tenantId, recovery));
	}

	/**
	 * Ends a request and destroys what was submitted to it.
	 */
	Mono<Void> end(UUID tenantId, Recovery recovery) {
		return this.recoveries.update(tenantId, recovery)
			.then(Mono.defer(() -> this.submitted.destroy(tenantId, List.of(recovery.requestId()))))
			.then();
	}

	/**
	 * Ends a request as executed.
	 * @param locked the request
	 * @return completes when it is written
	 */
	public Mono<Void> executed(LockedRecovery locked) {
		return end(locked.escrow().tenantId(), locked.recovery().ended(RecoveryStatus.EXECUTED, now()));
	}

	/**
	 * Opens the deposit with the submitted shares.
	 * @param locked an approved request
	 * @return the key; the caller closes it. A 409 when they do not open it
	 */
	public Mono<SecretBytes> open(LockedRecovery locked) {
		UUID tenantId = locked.escrow().tenantId();
		UUID requestId = locked.recovery().requestId();
		return this.submitted.list(tenantId, requestId)
			.flatMap((sealed) -> Mono.usingWhen(Mono.fromSupplier(OpenedShares::new),
					(opened) -> Flux.fromIterable(sealed)
						.concatMap((share) -> this.tenantKeys.open(share.sealed(),
								sealedFor(tenantId, requestId, share.agentId())))
						.doOnNext(opened::add)
						.then(Mono.defer(() -> this.deposits.open(locked.escrow(), opened.shares()))),
					(opened) -> Mono.fromRunnable(opened::close)))
			.onErrorMap((ex) -> ex instanceof DecryptionException || ex instanceof IllegalArgumentException,
					(ex) -> Deposits.notOpened(locked.escrow().escrowId()));
	}

	/**
	 * Seals a share until the request ends.
	 */
	Mono<byte[]> seal(SecretBytes share, UUID tenantId, UUID requestId, String agentId) {
		return this.tenantKeys.seal(share, sealedFor(tenantId, requestId, agentId));
	}

	private static SealedFor sealedFor(UUID tenantId, UUID requestId, String agentId) {
		return new SealedFor(tenantId, PURPOSE, requestId + "|" + agentId, 1);
	}

	Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	static QnspException notFound(UUID requestId) {
		return QnspException.notFound("recovery request", requestId);
	}

	/**
	 * Shares in clear, for as long as they are combined.
	 */
	private static final class OpenedShares {

		private final List<Share> shares = new ArrayList<>();

		void add(SecretBytes encoded) {
			try (encoded) {
				this.shares.add(Share.decode(encoded));
			}
		}

		List<Share> shares() {
			return List.copyOf(this.shares);
		}

		void close() {
			this.shares.forEach(Share::close);
		}

	}

}
