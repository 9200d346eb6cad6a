package io.qnsp.kms.analytics.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.analytics.alert.AlertType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * The outbox, {@code kms_alert_notification}, of all tenants. Each statement is a
 * transaction of its own. The number of attempts is the fencing token: who holds an older
 * one changes nothing. Time is the database's, which all instances share.
 */
@Repository
final class NotificationRepository {

	private static final int TENANTS = 16;

	private static final int OF_A_TENANT = 4;

	private static final int LONGEST_ERROR = 500;

	private final Sql system;

	NotificationRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * Takes what is due: a few of each of some tenants, in no order, so that a tenant
	 * with many does not come before one with few every time.
	 * @param lease for how long nobody else takes it
	 */
	Mono<List<AlertNotification>> claim(Duration lease) {
		return this.system.query("""
				WITH due AS (
					SELECT candidate.tenant_id, candidate.alert_id, candidate.place
					FROM (
						SELECT tenant_id FROM kms_alert_notification WHERE state = 'pending' AND due_at <= now()
						GROUP BY tenant_id ORDER BY random() LIMIT :tenants) AS waiting
					CROSS JOIN LATERAL (
						SELECT tenant_id, alert_id, place FROM kms_alert_notification
						WHERE tenant_id = waiting.tenant_id AND state = 'pending' AND due_at <= now()
						ORDER BY due_at LIMIT :each
						FOR UPDATE SKIP LOCKED) AS candidate)
				UPDATE kms_alert_notification taken
				SET attempts = taken.attempts + 1, due_at = now() + make_interval(secs => :lease)
				FROM due JOIN kms_alert alert USING (tenant_id, alert_id)
				WHERE taken.tenant_id = due.tenant_id AND taken.alert_id = due.alert_id AND taken.place = due.place
				RETURNING taken.tenant_id, taken.alert_id, taken.place, taken.channel, taken.attempts,
					alert.rule_id::text AS rule, alert.rule_name, alert.key_id, alert.alert_type, alert.severity,
					alert.message, alert.period_start, alert.period_end, alert.triggered_at
				""")
			.bind("tenants", TENANTS)
			.bind("each", OF_A_TENANT)
			.bind("lease", seconds(lease))
			.all(NotificationRepository::notification)
			.collectList();
	}

	Mono<Void> delivered(AlertNotification notification) {
		return ended(notification, "delivered", null);
	}

	Mono<Void> dead(AlertNotification notification, String error) {
		return ended(notification, "dead", error);
	}

	private Mono<Void> ended(AlertNotification notification, String state, @Nullable String error) {
		return held(notification, this.system.query("""
				UPDATE kms_alert_notification SET state = :state, last_error = :error, ended_at = now()
				WHERE tenant_id = :tenant AND alert_id = :alert AND place = :place AND attempts = :attempt
					AND state = 'pending'
				""").bind("state", state).bind("error", (error != null) ? storable(error) : null, String.class));
	}

	Mono<Void> postpone(AlertNotification notification, Duration pause, String error) {
		return held(notification, this.system.query("""
				UPDATE kms_alert_notification
				SET due_at = now() + make_interval(secs => :pause), last_error = :error
				WHERE tenant_id = :tenant AND alert_id = :alert AND place = :place AND attempts = :attempt
					AND state = 'pending'
				""").bind("pause", seconds(pause)).bind("error", storable(error)));
	}

	private static Mono<Void> held(AlertNotification notification, Sql.Statement statement) {
		return statement.bind("tenant", notification.message().tenantId())
			.bind("alert", notification.message().alertId())
			.bind("place", notification.place())
			.bind("attempt", notification.attempt())
			.update()
			.then();
	}

	private static AlertNotification notification(Readable row) {
		String type = Columns.text(row, "alert_type");
		AlertMessage message = new AlertMessage(AlertMessage.TYPE, Columns.required(row, "alert_id", UUID.class),
				Columns.required(row, "tenant_id", UUID.class),
				AlertType.stored(type).ruleName(row.get("rule", String.class)), row.get("rule_name", String.class),
				Columns.required(row, "key_id", UUID.class), type, Columns.text(row, "severity"),
				Columns.text(row, "message"), Columns.required(row, "period_start", Instant.class),
				Columns.required(row, "period_end", Instant.class),
				Columns.required(row, "triggered_at", Instant.class));
		return new AlertNotification(message, Columns.required(row, "place", Integer.class),
				Columns.text(row, "channel"), Columns.required(row, "attempts", Integer.class));
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	private static String storable(String text) {
		String clipped = (text.length() <= LONGEST_ERROR) ? text : text.substring(0, LONGEST_ERROR);
		return clipped.replace('\0', '\uFFFD');
	}

}
