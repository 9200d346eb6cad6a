package io.qnsp.kms.escrow.fetch;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.kms.escrow.deposit.Escrows;
import io.qnsp.kms.escrow.deposit.StoredEscrow;
import io.qnsp.kms.escrow.model.Principal;
import io.qnsp.kms.escrow.share.EscrowShareRepository;
import io.qnsp.kms.escrow.share.StoredShare;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Hands shares to their agents.
 */
@Component
final class ShareFetching {

	private static final SecretAccess HANDING_OUT = SecretAccess.because("share that is handed to its agent");

	private static final int LONGEST_ID = 200;

	private final Escrows escrows;

	private final EscrowShareRepository shares;

	private final TenantKeys tenantKeys;

	private final Changes changes;

	private final Clock clock;

	ShareFetching(Escrows escrows, EscrowShareRepository shares, TenantKeys tenantKeys, Changes changes, Clock clock) {
		this.escrows = escrows;
		this.shares = shares;
		this.tenantKeys = tenantKeys;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<FetchedShare> fetch(UUID escrowId, String agentId, Caller caller, CallAudit audit) {
		return this.changes.commit(this.escrows.lock(caller.tenantId(), escrowId, audit)
			.flatMap((escrow) -> fetch(escrow, agentId, caller, audit)));
	}

	private Mono<FetchedShare> fetch(StoredEscrow escrow, String agentId, Caller caller, CallAudit audit) {
		audit.detail("agentId", agentId);
		if (BoundedText.problem("agentId", agentId, 1, LONGEST_ID) != null) {
			return Mono.error(QnspException.notFound("agent of the escrow", "of this form"));
		}
		Principal.requireAgent(caller, agentId);
		return this.shares.lock(escrow.tenantId(), escrow.escrowId(), agentId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("share of agent", agentId)))
			.flatMap((share) -> handedOut(escrow, share).delayUntil((answer) -> this.shares.fetched(escrow.tenantId(),
					escrow.escrowId(), agentId, this.clock.instant().truncatedTo(ChronoUnit.MICROS))))
			.doOnNext((answer) -> audit.detail("shareIndex", answer.shareIndex())
				.detail("shareSet", answer.shareSet())
				.detail("encrypted", answer.encryptedShare() != null));
	}

	private Mono<FetchedShare> handedOut(StoredEscrow escrow, StoredShare share) {
		byte[] content = share.content();
		if (content == null) {
			return Mono.error(new QnspException(ErrorCode.GONE,
					"The share of agent %s was handed out at %s and is kept nowhere (expected: its one fetch, or a refresh)"
						.formatted(share.agentId(), share.fetchedAt())));
		}
		if (share.algorithm() != null) {
			return Mono.fromSupplier(() -> FetchedShare.encrypted(escrow.place(), escrow.quorum(), share));
		}
		return Mono
			.usingWhen(this.tenantKeys.open(content, escrow.place().sealedFor(share.agentId())),
					(secret) -> Mono.fromSupplier(() -> FetchedShare.clear(escrow.place(), escrow.quorum(), share,
							secret.toByteArray(HANDING_OUT))),
					(secret) -> Mono.fromRunnable(secret::close))
			.onErrorMap(DecryptionException.class, (ex) -> new QnspException(ErrorCode.GONE,
					"The share of agent %s is destroyed with the tenant's keys".formatted(share.agentId())));
	}

}
