package io.qnsp.audit.delivery.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.delivery.DeliveryCount;
import io.qnsp.audit.delivery.DeliveryCounts;
import io.qnsp.audit.subscription.DeliveryState;
import io.qnsp.audit.subscription.DeliveryStates;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_delivery} for its tenants, read and written as the tenant.
 */
@Repository
final class DeliveryStateRepository implements DeliveryStates, DeliveryCounts {

	private final Sql sql;

	DeliveryStateRepository(Sql sql) {
		this.sql = sql;
	}

	@Override
	public Mono<Void> begin(UUID tenantId, UUID subscriptionId) {
		return this.sql.query("""
				INSERT INTO audit_delivery (tenant_id, subscription_id, xid, event_id)
				VALUES (:tenant, :id, pg_snapshot_xmin(pg_current_snapshot()),
					'00000000-0000-0000-0000-000000000000')
				""").bind("tenant", tenantId).bind("id", subscriptionId).update().then();
	}

	@Override
	public Mono<Void> interrupt(UUID tenantId, UUID subscriptionId, boolean afresh) {
		return this.sql.query("""
				UPDATE audit_delivery
				SET lease_epoch = lease_epoch + 1, lease_holder = NULL, lease_until = NULL,
					attempts = CASE WHEN :afresh THEN 0 ELSE attempts END,
					rejections = CASE WHEN :afresh THEN 0 ELSE rejections END,
					failing_since = CASE WHEN :afresh THEN NULL ELSE failing_since END,
					due_at = CASE WHEN :afresh THEN now() ELSE due_at END
				WHERE tenant_id = :tenant AND subscription_id = :id
				""").bind("afresh", afresh).bind("tenant", tenantId).bind("id", subscriptionId).update().then();
	}

	@Override
	public Mono<Map<UUID, DeliveryState>> of(UUID tenantId, Collection<UUID> subscriptionIds) {
		return this.sql.query("""
				SELECT subscription_id, events_delivered, last_delivered_at, failing_since, attempts,
					CASE WHEN attempts > 0 THEN due_at END AS next_attempt_at, last_error, last_error_at,
					xid::text || '-' || event_id::text AS position,
					(SELECT count(*) FROM audit_dead_letter l
						WHERE l.tenant_id = d.tenant_id AND l.subscription_id = d.subscription_id) AS dead_letters,
					(SELECT recorded_at FROM audit_event e
						WHERE e.tenant_id = d.tenant_id AND (e.xid, e.event_id) > (d.xid, d.event_id)
						ORDER BY e.xid, e.event_id LIMIT 1) AS oldest_unread_at
				FROM audit_delivery d
				WHERE tenant_id = :tenant AND subscription_id = ANY (:ids)
				""")
			.bind("tenant", tenantId)
			.bind("ids", subscriptionIds.toArray(UUID[]::new))
			.all((row) -> Map.entry(Columns.required(row, "subscription_id", UUID.class), state(row)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
	}

	@Override
	public Mono<List<DeliveryCount>> of(UUID tenantId) {
		return this.sql.query("""
				SELECT subscription_id, events_delivered, last_delivered_at FROM audit_delivery
				WHERE tenant_id = :tenant AND last_delivered_at IS NOT NULL
				ORDER BY subscription_id
				""")
			.bind("tenant", tenantId)
			.all((row) -> new DeliveryCount(Columns.required(row, "subscription_id", UUID.class),
					Columns.required(row, "events_delivered", Long.class),
					Columns.required(row, "last_delivered_at", Instant.class)))
			.collectList();
	}

	private static DeliveryState state(Readable row) {
		return new DeliveryState(Columns.required(row, "events_delivered", Long.class),
				row.get("last_delivered_at", Instant.class), row.get("failing_since", Instant.class),
				Columns.required(row, "attempts", Integer.class), row.get("next_attempt_at", Instant.class),
				row.get("last_error", String.class), row.get("last_error_at", Instant.class),
				Columns.required(row, "dead_letters", Long.class), Columns.text(row, "position"),
				row.get("oldest_unread_at", Instant.class));
	}

}
