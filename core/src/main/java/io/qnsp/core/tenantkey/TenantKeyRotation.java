package io.qnsp.core.tenantkey;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Transactions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives tenants a new current key once a year, the cryptoperiod of master keys (SP 800-57
 * part 1 revision 5, table 1). What the old one seals is sealed anew by those who keep
 * it.
 */
public final class TenantKeyRotation implements PeriodicJob {

	private static final Duration CRYPTOPERIOD = Duration.ofDays(365);

	private static final int AT_ONCE = 100;

	private static final String SOURCE = "tenant-key-rotation";

	private final TenantKeys keys;

	private final Transactions transactions;

	private final Journal journal;

	private final Ids ids;

	private final Clock clock;

	/**
	 * Creates it.
	 * @param keys whose keys it rotates
	 * @param transactions transactions of the keys' connections
	 * @param journal is told
	 * @param ids names the events
	 * @param clock tells when a key is due
	 */
	public TenantKeyRotation(TenantKeys keys, Transactions transactions, Journal journal, Ids ids, Clock clock) {
		this.keys = keys;
		this.transactions = transactions;
		this.journal = journal;
		this.ids = ids;
		this.clock = clock;
	}

	@Override
	public String name() {
		return SOURCE;
	}

	@Override
	public Duration interval() {
		return Duration.ofHours(1);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> this.keys.madeBefore(this.clock.instant().minus(CRYPTOPERIOD), AT_ONCE))
			.flatMapMany(Flux::fromIterable)
			.concatMap(this::rotate)
			.then();
	}

	private Mono<Void> rotate(UUID tenantId) {
		return this.transactions.inTransaction(this.keys.rotate(tenantId)
			.then(Mono.defer(() -> this.journal.appendInSystemTransaction(event(tenantId)))));
	}

	private AuditEvent event(UUID tenantId) {
		return new AuditEvent(this.ids.next(), TenantKeys.ROTATED, "tenant", AuditEvent.Severity.INFO,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new AuditEvent.Actor(ActorType.SYSTEM, SOURCE, null, tenantId),
				new AuditEvent.Resource("tenant-key", tenantId.toString()), "rotate", AuditEvent.Outcome.SUCCESS, 200,
				new AuditEvent.Context(tenantId.toString(), null, null, SOURCE), null, Map.of());
	}

}
