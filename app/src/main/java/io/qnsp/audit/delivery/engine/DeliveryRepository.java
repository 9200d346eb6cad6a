package io.qnsp.audit.delivery.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_delivery} for who delivers. Every write is fenced by the lease's
 * epoch: under an older one it is a {@link LeaseLostException}. Time is the database's,
 * which all instances share.
 */
@Repository
final class DeliveryRepository {

	private final Sql system;

	private final Sql tenant;

	DeliveryRepository(@Qualifier("systemSql") Sql system, Sql tenant) {
		this.system = system;
		this.tenant = tenant;
	}

	/**
	 * Takes a subscription, unless somebody has it, it is not due, or it is not active.
	 */
	Mono<Lease> claim(UUID tenantId, UUID subscriptionId, UUID holder, Duration lease) {
		return this.system.query("""
				UPDATE audit_delivery
				SET lease_holder = :holder, lease_epoch = lease_epoch + 1,
					lease_until = clock_timestamp() + make_interval(secs => :lease)
				WHERE (tenant_id, subscription_id) = (
					SELECT d.tenant_id, d.subscription_id
					FROM audit_delivery d
					JOIN audit_subscription s USING (tenant_id, subscription_id)
					WHERE d.tenant_id = :tenant AND d.subscription_id = :id AND s.status = 'active'
						AND d.due_at <= clock_timestamp()
						AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
					FOR UPDATE OF d SKIP LOCKED)
				RETURNING lease_epoch, xid::text AS xid_text, event_id, attempts, rejections, failing_since
				""")
			.bind("holder", holder)
			.bind("lease", seconds(lease))
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.one((row) -> new Lease(tenantId, subscriptionId, Columns.required(row, "lease_epoch", Long.class),
					position(row),
					new NextStep.Standing(Columns.required(row, "attempts", Integer.class),
							Columns.required(row, "rejections", Integer.class),
							row.get("failing_since", Instant.class))));
	}

	/**
	 * How long a subscription that could not be taken is not to be had.
	 * @return the time, or empty when it is not there or not active
	 */
	Mono<Duration> unavailableFor(UUID tenantId, UUID subscriptionId) {
		return this.system
			.query("""
					SELECT CAST(ceil(extract(epoch FROM
						greatest(d.due_at, d.lease_until, clock_timestamp()) - clock_timestamp()) * 1000) AS bigint) AS millis
					FROM audit_delivery d
					JOIN audit_subscription s USING (tenant_id, subscription_id)
					WHERE d.tenant_id = :tenant AND d.subscription_id = :id AND s.status = 'active'
					""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.one((row) -> Duration.ofMillis(Columns.required(row, "millis", Long.class)));
	}

	/**
	 * Makes sure that a lease still holds, before something is handed over under it.
	 */
	Mono<Void> check(Lease lease) {
		return this.system.query("""
				SELECT lease_epoch FROM audit_delivery
				WHERE tenant_id = :tenant AND subscription_id = :id AND lease_epoch = :epoch
				""")
			.bind("tenant", lease.tenantId())
			.bind("id", lease.subscriptionId())
			.bind("epoch", lease.epoch())
			.one((row) -> true)
			.switchIfEmpty(Mono.error(() -> new LeaseLostException(lease)))
			.then();
	}

	/**
	 * Keeps leases. One that somebody is changing in this moment is left out.
	 * @return the epochs by subscription of those that still hold
	 */
	Mono<Map<UUID, Long>> renew(Collection<Lease> leases, Duration lease) {
		return this.system.query("""
				UPDATE audit_delivery SET lease_until = clock_timestamp() + make_interval(secs => :lease)
				WHERE (tenant_id, subscription_id) IN (
					SELECT d.tenant_id, d.subscription_id
					FROM unnest(:tenants, :ids, :epochs) AS held (tenant, id, epoch)
					JOIN audit_delivery d
						ON d.tenant_id = held.tenant AND d.subscription_id = held.id AND d.lease_epoch = held.epoch
					FOR UPDATE OF d SKIP LOCKED)
				RETURNING subscription_id, lease_epoch
				""")
			.bind("lease", seconds(lease))
			.bind("tenants", leases.stream().map(Lease::tenantId).toArray(UUID[]::new))
			.bind("ids", leases.stream().map(Lease::subscriptionId).toArray(UUID[]::new))
			.bind("epochs", leases.stream().map(Lease::epoch).toArray(Long[]::new))
			.all((row) -> Map.entry(Columns.required(row, "subscription_id", UUID.class),
					Columns.required(row, "lease_epoch", Long.class)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
	}

	/**
	 * Gives a subscription back, with the place that was reached.
	 */
	Mono<Void> release(Lease lease, EventPosition position) {
		return held(lease, position, this.system.query("""
				UPDATE audit_delivery
				SET xid = CAST(:xid AS xid8), event_id = :event, lease_holder = NULL, lease_until = NULL
				WHERE tenant_id = :tenant AND subscription_id = :id AND lease_epoch = :epoch
				"""));
	}

	/**
	 * Moves on over events that the filter refuses.
	 */
	Mono<Void> moveOn(Lease lease, EventPosition position) {
		return held(lease, position, this.system.query("""
				UPDATE audit_delivery SET xid = CAST(:xid AS xid8), event_id = :event
				WHERE tenant_id = :tenant AND subscription_id = :id AND lease_epoch = :epoch
				"""));
	}

	/**
	 * Moves on over events that were accepted.
	 */
	Mono<Void> advance(Lease lease, EventPosition position, int accepted) {
		return held(lease, position, this.system.query("""
				UPDATE audit_delivery
				SET xid = CAST(:xid AS xid8), event_id = :event, attempts = 0, rejections = 0, failing_since = NULL,
					events_delivered = events_delivered + :accepted, last_delivered_at = now()
				WHERE tenant_id = :tenant AND subscription_id = :id AND lease_epoch = :epoch
				""").bind("accepted", accepted));
	}

	/**
	 * Lets a subscription wait for its next attempt.
	 * @return since when nothing was accepted
	 */
	Mono<Instant> postpone(Lease lease, EventPosition position, NextStep.Retry retry) {
		return failed(lease, position, retry.accepted(), retry.reason(),
				this.system.query("""
						UPDATE audit_delivery
						SET xid = CAST(:xid AS xid8), event_id = :event, attempts = :attempts, rejections = :rejections,
							due_at = clock_timestamp() + make_interval(secs => :pause), last_error = :reason,
							last_error_at = now(), events_delivered = events_delivered + :accepted,
							failing_since = CASE WHEN :accepted = 0 THEN coalesce(failing_since, now()) ELSE now() END,
							last_delivered_at = CASE WHEN :accepted = 0 THEN last_delivered_at ELSE now() END
						WHERE tenant_id = :tenant AND subscription_id = :id AND lease_epoch = :epoch
						RETURNING failing_since
						""")
					.bind("attempts", retry.failures())
					.bind("rejections", retry.rejections())
					.bind("pause", seconds(retry.pause())))
			.one((row) -> Columns.required(row, "failing_since", Instant.class))
			.switchIfEmpty(Mono.error(() -> new LeaseLostException(lease)));
	}

	/**
	 * Makes an event a dead letter and moves on behind it, in one statement.
	 * @return since when nothing was accepted
	 */
	Mono<Instant> bury(Lease lease, OutgoingEvent event, NextStep.Bury bury) {
		return failed(lease, event.position(), bury.accepted(), bury.reason(), this.system.query("""
				WITH moved AS (
					UPDATE audit_delivery
					SET xid = CAST(:xid AS xid8), event_id = :event, attempts = 0, rejections = 0,
						last_error = :reason, last_error_at = now(), events_delivered = events_delivered + :accepted,
						failing_since = CASE WHEN :accepted = 0 THEN coalesce(failing_since, now()) ELSE now() END,
						last_delivered_at = CASE WHEN :accepted = 0 THEN last_delivered_at ELSE now() END
					WHERE tenant_id = :tenant AND subscription_id = :id AND lease_epoch = :epoch
					RETURNING tenant_id, subscription_id, failing_since),
				buried AS (
					INSERT INTO audit_dead_letter (tenant_id, subscription_id, xid, event_id, event_type, occurred_at,
						reason, failed_at)
					SELECT tenant_id, subscription_id, CAST(:xid AS xid8), :event, :type, :occurred, :reason, now()
					FROM moved
					ON CONFLICT (tenant_id, subscription_id, event_id)
						DO UPDATE SET reason = excluded.reason, failed_at = excluded.failed_at)
				SELECT failing_since FROM moved
				""").bind("type", event.event().eventType()).bind("occurred", event.event().timestamp()))
			.one((row) -> Columns.required(row, "failing_since", Instant.class))
			.switchIfEmpty(Mono.error(() -> new LeaseLostException(lease)));
	}

	/**
	 * Gives back a subscription that is being disabled, in the surrounding transaction of
	 * its tenant.
	 */
	Mono<Void> end(Lease lease, EventPosition position, NextStep.Disable disable) {
		return failed(lease, position, disable.accepted(), disable.reason(), this.tenant.query("""
				UPDATE audit_delivery
				SET xid = CAST(:xid AS xid8), event_id = :event, lease_epoch = lease_epoch + 1, lease_holder = NULL,
					lease_until = NULL, last_error = :reason, last_error_at = now(),
					events_delivered = events_delivered + :accepted,
					last_delivered_at = CASE WHEN :accepted = 0 THEN last_delivered_at ELSE now() END
				WHERE tenant_id = :tenant AND subscription_id = :id AND lease_epoch = :epoch
				RETURNING subscription_id
				""")).one((row) -> true).switchIfEmpty(Mono.error(() -> new LeaseLostException(lease))).then();
	}

	private static Sql.Statement failed(Lease lease, EventPosition position, int accepted, String reason,
			Sql.Statement statement) {
		return fenced(lease, position, statement).bind("accepted", accepted).bind("reason", reason);
	}

	private static Mono<Void> held(Lease lease, EventPosition position, Sql.Statement statement) {
		return fenced(lease, position, statement).update()
			.flatMap((rows) -> (rows == 1) ? Mono.<Void>empty() : Mono.error(new LeaseLostException(lease)));
	}

	private static Sql.Statement fenced(Lease lease, EventPosition position, Sql.Statement statement) {
		return statement.bind("xid", Long.toUnsignedString(position.xid()))
			.bind("event", position.eventId())
			.bind("tenant", lease.tenantId())
			.bind("id", lease.subscriptionId())
			.bind("epoch", lease.epoch());
	}

	private static EventPosition position(Readable row) {
		return new EventPosition(Long.parseUnsignedLong(Columns.text(row, "xid_text")),
				Columns.required(row, "event_id", UUID.class));
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

}
