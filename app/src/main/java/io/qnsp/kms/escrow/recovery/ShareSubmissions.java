package io.qnsp.kms.escrow.recovery;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.sharing.Share;
import io.qnsp.crypto.sharing.SharesRefusedException;
import io.qnsp.kms.escrow.model.Principal;
import io.qnsp.kms.escrow.model.Recovery;
import io.qnsp.kms.escrow.share.EscrowShareRepository;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Takes shares in. One counts only when it is the calling agent's own, of the escrow's
 * present set, and unchanged.
 */
@Component
final class ShareSubmissions {

	private static final String FIELD = "share";

	private final OpenRecoveries open;

	private final EscrowRecoveryRepository recoveries;

	private final SubmittedShareRepository submitted;

	private final EscrowShareRepository shares;

	private final CryptoEngine engine;

	private final Changes changes;

	ShareSubmissions(OpenRecoveries open, EscrowRecoveryRepository recoveries, SubmittedShareRepository submitted,
			EscrowShareRepository shares, CryptoEngine engine, Changes changes) {
		this.open = open;
		this.recoveries = recoveries;
		this.submitted = submitted;
		this.shares = shares;
		this.engine = engine;
		this.changes = changes;
	}

	Mono<RecoveryAnswer.Submitted> submit(RecoveryBodies.SubmitShare request, Caller caller, CallAudit audit) {
		request.check();
		audit.detail("agentId", request.agentId());
		return Mono.using(() -> SecretBytes.takeOver(request.share()),
				(encoded) -> this.changes.commit(this.open.lock(caller.tenantId(), request.requestId(), audit)
					.doOnNext((locked) -> Principal.requireAgent(caller, request.agentId()))
					.flatMap((locked) -> taken(locked, request.agentId(), encoded))
					.doOnNext((after) -> audit.detail("submittedShares", after.progress().submitters().size())
						.detail("requiredShares", after.quorum().threshold())
						.detail("status", after.status().wireName()))
					.map(RecoveryAnswer.Submitted::of)),
				SecretBytes::close);
	}

	private Mono<Recovery> taken(LockedRecovery locked, String agentId, SecretBytes encoded) {
		UUID tenantId = locked.escrow().tenantId();
		UUID requestId = locked.recovery().requestId();
		Recovery after = locked.recovery().submitted(agentId);
		return requireOwn(locked, agentId, encoded)
			.then(Mono.defer(() -> this.open.seal(encoded, tenantId, requestId, agentId)))
			.flatMap((sealed) -> this.submitted.insert(tenantId, requestId,
					new SubmittedShareRepository.Submitted(agentId, sealed), this.open.now()))
			.then(Mono.defer(() -> this.recoveries.update(tenantId, after)))
			.thenReturn(after);
	}

	private Mono<Void> requireOwn(LockedRecovery locked, String agentId, SecretBytes encoded) {
		return this.shares.find(locked.escrow().tenantId(), locked.escrow().escrowId(), agentId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("share of agent", agentId)))
			.flatMap((own) -> Mono.using(() -> decoded(encoded),
					(share) -> requireOwn(share, own.index())
						.then(Mono.defer(() -> this.engine.sharing().verify(share, locked.escrow().fingerprint())))
						.onErrorMap(SharesRefusedException.class, ShareSubmissions::refused)
						.then(),
					Share::close));
	}

	private static Share decoded(SecretBytes encoded) {
		try {
			return Share.decode(encoded);
		}
		catch (IllegalArgumentException ex) {
			throw QnspException.unprocessable(FIELD,
					String.valueOf(ex.getMessage()).replaceFirst("^share: ", "not a share: "));
		}
	}

	private static Mono<Void> requireOwn(Share share, int index) {
		return (share.index() == index) ? Mono.empty() : Mono.error(QnspException.unprocessable(FIELD,
				"share %d (expected: share %d, the agent's own)".formatted(share.index(), index)));
	}

	private static QnspException refused(SharesRefusedException ex) {
		String what = ex.refusals().stream().map((refusal) -> switch (refusal.reason()) {
			case CHANGED -> "was changed";
			case FOREIGN -> "is of another share set";
			case DUPLICATE -> "is there twice";
		}).findFirst().orElse("does not fit");
		return QnspException.unprocessable(FIELD,
				what + " (expected: the agent's share of this escrow, as it was fetched after the last refresh)");
	}

}
