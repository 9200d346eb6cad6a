package io.qnsp.kms.analytics.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.analytics.rule.AlertSeverity;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_alert}, for the tenant.
 */
@Repository
final class AlertRepository {

	private final Sql sql;

	AlertRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * The alerts of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<UsageAlert>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT alert_id, rule_id::text AS rule, key_id, alert_type, severity, message, period_start, period_end,
					triggered_at, acknowledged_at IS NOT NULL AS acknowledged
				FROM kms_alert
				WHERE tenant_id = :tenant AND (triggered_at, alert_id) < (:at, :id)
				ORDER BY triggered_at DESC, alert_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(AlertRepository::alert)
			.collectList();
	}

	/**
	 * Acknowledges an alert unless somebody has.
	 * @return who was the first and when, or empty when the tenant has no such alert
	 */
	Mono<AcknowledgedAlert> acknowledge(UUID tenantId, UUID alertId, String subject, Instant now) {
		return this.sql.query("""
				UPDATE kms_alert SET acknowledged_at = coalesce(acknowledged_at, :now),
					acknowledged_by = coalesce(acknowledged_by, :subject)
				WHERE tenant_id = :tenant AND alert_id = :id
				RETURNING acknowledged_at, acknowledged_by
				""")
			.bind("now", now)
			.bind("subject", subject)
			.bind("tenant", tenantId)
			.bind("id", alertId)
			.one((row) -> new AcknowledgedAlert(alertId, Columns.required(row, "acknowledged_at", Instant.class),
					Columns.text(row, "acknowledged_by")));
	}

	private static UsageAlert alert(Readable row) {
		AlertType type = AlertType.stored(Columns.text(row, "alert_type"));
		return new UsageAlert(Columns.required(row, "alert_id", UUID.class),
				type.ruleName(row.get("rule", String.class)), Columns.required(row, "key_id", UUID.class), type,
				AlertSeverity.stored(Columns.text(row, "severity")), Columns.text(row, "message"),
				Columns.required(row, "period_start", Instant.class),
				Columns.required(row, "period_end", Instant.class),
				Columns.required(row, "triggered_at", Instant.class),
				Columns.required(row, "acknowledged", Boolean.class));
	}

}
