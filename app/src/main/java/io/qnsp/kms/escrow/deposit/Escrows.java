package io.qnsp.kms.escrow.deposit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.kms.escrow.policy.EscrowPolicy;
import io.qnsp.kms.escrow.policy.EscrowPolicyRepository;
import io.qnsp.kms.escrow.policy.LiveAgents;
import io.qnsp.kms.escrow.share.SharePlace;
import io.qnsp.kms.escrow.share.EscrowShareRepository;
import io.qnsp.kms.keys.EscrowableKeys;
import io.qnsp.kms.keys.TakenKey;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Puts keys into escrow and lists them. A deposit is made inside its transaction: key,
 * policy and agents are the ones that it is stored with.
 */
@Component
public final class Escrows {

	/** The quota resource that an escrow uses until it ends. */
	public static final String QUOTA = "kms.escrows";

	private final EscrowableKeys keys;

	private final EscrowPolicyRepository policies;

	private final LiveAgents agents;

	private final Deposits deposits;

	private final EscrowRepository escrows;

	private final EscrowShareRepository shares;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	Escrows(EscrowableKeys keys, EscrowPolicyRepository policies, LiveAgents agents, Deposits deposits,
			EscrowRepository escrows, EscrowShareRepository shares, Changes changes, Ids ids, Clock clock) {
		this.keys = keys;
		this.policies = policies;
		this.agents = agents;
		this.deposits = deposits;
		this.escrows = escrows;
		this.shares = shares;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<EscrowAnswer> create(EscrowRequest request, Caller caller, CallAudit audit) {
		request.check();
		audit.detail("keyId", request.keyId().toString()).detail("policyId", request.policyId().toString());
		UUID escrowId = this.ids.next();
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		return this.changes.commit(this.policies.hold(caller.tenantId(), request.policyId())
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("escrow policy", request.policyId())))
			.delayUntil((policy) -> this.agents.require(caller.tenantId(), policy))
			.flatMap((policy) -> Mono.usingWhen(this.keys.take(caller, request.keyId(), null, escrowId),
					(key) -> deposited(request, policy, key,
							new SharePlace(caller.tenantId(), escrowId, request.keyId(), key.version(), 1), now),
					(key) -> Mono.fromRunnable(key::close)))
			.doOnNext((escrow) -> describe(escrow, audit))
			.map((escrow) -> EscrowAnswer.of(escrow, now)));
	}

	private Mono<StoredEscrow> deposited(EscrowRequest request, EscrowPolicy policy, TakenKey key, SharePlace place,
			Instant now) {
		if (!policy.keys().takes(key.algorithm(), key.key().purpose())) {
			return Mono.error(QnspException.unprocessable("keyId", "a key of %s for %s (expected: %s)"
				.formatted(key.algorithm(), key.key().purpose().wireName(), String.join(", ", policy.keys().types()))));
		}
		StoredEscrow.Life life = new StoredEscrow.Life(EscrowStatus.ACTIVE, now, request.end(policy.retention(), now),
				null, null);
		return this.deposits.make(key.material(), place, policy.quorum()).flatMap((deposit) -> {
			StoredEscrow escrow = new StoredEscrow(place, key.algorithm(), key.form(), policy.policyId(),
					request.reason(), policy.quorum(), deposit.fingerprint(), deposit.ciphertext(), life);
			return this.escrows.insert(escrow)
				.then(this.shares.replace(place.tenantId(), place.escrowId(), deposit.shares()))
				.thenReturn(escrow);
		});
	}

	/**
	 * An escrow, named in a call's event and kept from others until the surrounding
	 * transaction ends.
	 * @param tenantId the tenant
	 * @param escrowId the escrow
	 * @param audit the call
	 * @return the escrow; a 404 for an unknown one, a 410 for one that has ended
	 */
	public Mono<StoredEscrow> lock(UUID tenantId, UUID escrowId, CallAudit audit) {
		return this.escrows.lock(tenantId, escrowId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("escrow", escrowId)))
			.doOnNext((escrow) -> {
				escrow.describe(audit);
				escrow.requireKept(this.clock.instant());
			});
	}

	private static void describe(StoredEscrow escrow, CallAudit audit) {
		escrow.describe(audit);
		audit.detail("reason", escrow.reason())
			.detail("recoveryThreshold", escrow.quorum().threshold())
			.detail("holders", escrow.quorum().holders())
			.detail("witnesses", escrow.quorum().witnesses())
			.detail("expiresAt", escrow.life().expiresAt().toString());
	}

	Mono<EscrowAnswer.EscrowList> list(PageRequest page, Caller caller, CallAudit audit) {
		Instant now = this.clock.instant();
		return this.escrows.list(caller.tenantId(), page)
			.map((rows) -> Page.of(rows, page, StoredEscrow::listed))
			.map((found) -> {
				audit.resource("kms-escrows", "*").detail("count", found.items().size());
				return new EscrowAnswer.EscrowList(
						found.items().stream().map((escrow) -> EscrowAnswer.of(escrow, now)).toList(), page.limit(),
						found.nextCursor());
			});
	}

}
