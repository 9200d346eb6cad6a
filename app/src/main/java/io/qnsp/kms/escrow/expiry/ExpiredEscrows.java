package io.qnsp.kms.escrow.expiry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.core.change.Changes;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.quota.QuotaUsage;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.kms.escrow.deposit.EscrowRepository;
import io.qnsp.kms.escrow.deposit.EscrowStatus;
import io.qnsp.kms.escrow.deposit.Escrows;
import io.qnsp.kms.escrow.deposit.StoredEscrow;
import io.qnsp.kms.escrow.expiry.DueEscrowRepository.Due;
import io.qnsp.kms.escrow.model.Recovery;
import io.qnsp.kms.escrow.recovery.OpenRecoveries;
import io.qnsp.kms.escrow.share.EscrowShareRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Ends escrows and requests when they are due. Each is a transaction of its own; one that
 * fails stays due and stops no other.
 */
@Component
final class ExpiredEscrows implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(ExpiredEscrows.class);

	private static final int AT_ONCE = 200;

	private final DueEscrowRepository due;

	private final EscrowRepository escrows;

	private final EscrowShareRepository shares;

	private final OpenRecoveries open;

	private final QuotaUsage quota;

	private final Changes changes;

	private final EscrowEvents events;

	private final Clock clock;

	ExpiredEscrows(DueEscrowRepository due, EscrowRepository escrows, EscrowShareRepository shares, OpenRecoveries open,
			QuotaUsage quota, Changes changes, EscrowEvents events, Clock clock) {
		this.due = due;
		this.escrows = escrows;
		this.shares = shares;
		this.open = open;
		this.quota = quota;
		this.changes = changes;
		this.events = events;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-escrows";
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(30);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> {
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
			return each(this.due.escrows(now, AT_ONCE), (due) -> endEscrow(due, now))
				.then(Mono.defer(() -> each(this.due.recoveries(now, AT_ONCE), (due) -> endRequest(due))));
		});
	}

	private static Mono<Void> each(Mono<List<Due>> due, Function<Due, Mono<Void>> work) {
		return due.flatMapMany(Flux::fromIterable).concatMap((one) -> work.apply(one).onErrorResume((ex) -> {
			log.warn("Escrow {} or its request {} stays due and is tried again", one.escrowId(), one.id(), ex);
			return Mono.empty();
		}).contextWrite(TenantContext.only(one.tenantId()))).then();
	}

	private Mono<Void> endEscrow(Due due, Instant now) {
		Mono<Ended> work = this.escrows.lock(due.tenantId(), due.escrowId())
			.filter((escrow) -> escrow.life().status() != EscrowStatus.EXPIRED && escrow.isDue(now))
			.flatMap((escrow) -> this.shares.delete(due.tenantId(), due.escrowId())
				.then(Mono.defer(() -> this.open.supersede(due.tenantId(), due.escrowId())))
				.delayUntil((requests) -> this.quota.giveBack(due.tenantId(), Escrows.QUOTA, 1))
				.flatMap((requests) -> this.escrows.update(escrow.ended(now))
					.map((ended) -> new Ended(ended, requests))));
		return this.changes.commit(work, (ended) -> this.events.expired(ended.escrow, ended.requests)).then();
	}

	private Mono<Void> endRequest(Due due) {
		Mono<Recovery> work = this.escrows.lock(due.tenantId(), due.escrowId())
			.flatMap((escrow) -> this.open.expire(due.tenantId(), due.id()));
		return this.changes.commit(work, (recovery) -> this.events.expired(due.tenantId(), recovery)).then();
	}

	private record Ended(StoredEscrow escrow, List<UUID> requests) {

	}

}
