package io.qnsp.kms.analytics.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

import io.qnsp.core.id.Ids;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * Raises alerts of all tenants and removes old ones.
 */
@Repository
public final class RaisedAlertRepository {

	private static final int AT_ONCE = 2_000;

	private static final int PORTION = 5_000;

	private final Sql system;

	private final Ids ids;

	private final Clock clock;

	RaisedAlertRepository(@Qualifier("systemSql") Sql system, Ids ids, Clock clock) {
		this.system = system;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Raises alerts and puts a notification into the outbox for each of their channels:
	 * those of the rule, or of every enabled rule that covers the key (at most 20) when
	 * no rule is behind the alert. Alerts that are there already are left alone. In the
	 * surrounding system transaction, or else one for each 2,000 alerts.
	 * @param alerts the alerts
	 * @return completes when they are written
	 */
	public Mono<Void> raise(List<NewAlert> alerts) {
		return Flux.fromIterable(alerts).buffer(AT_ONCE).concatMap(this::raiseSome).then();
	}

	private Mono<Long> raiseSome(List<NewAlert> alerts) {
		return this.system.query("""
				WITH fresh AS (
					INSERT INTO kms_alert (tenant_id, alert_id, rule_id, rule_name, key_id, alert_type, severity,
						message, period_start, period_end, triggered_at)
					SELECT raised.*, :now FROM unnest(:tenants::uuid[], :ids::uuid[], :rules::uuid[], :names::text[],
						:keys::uuid[], :types::text[], :severities::text[], :messages::text[],
						:starts::timestamptz[], :ends::timestamptz[]) AS raised
					ON CONFLICT (tenant_id, key_id, period_start, period_end, alert_type, rule_id) DO NOTHING
					RETURNING tenant_id, alert_id, rule_id, key_id),
				target AS (
					SELECT DISTINCT fresh.tenant_id, fresh.alert_id, channel.url
					FROM fresh
					JOIN kms_alert_rule rule ON rule.tenant_id = fresh.tenant_id AND (rule.rule_id = fresh.rule_id
						OR (fresh.rule_id IS NULL AND rule.enabled
							AND (cardinality(rule.key_ids) = 0 OR fresh.key_id = ANY (rule.key_ids))))
					CROSS JOIN LATERAL unnest(rule.channels) AS channel (url)),
				numbered AS (
					SELECT tenant_id, alert_id, url,
						row_number() OVER (PARTITION BY tenant_id, alert_id ORDER BY url)::integer AS place
					FROM target)
				INSERT INTO kms_alert_notification (tenant_id, alert_id, place, channel, state, attempts, due_at,
					created_at)
				SELECT tenant_id, alert_id, place, url, 'pending', 0, :now, :now FROM numbered WHERE place <= 20
				""")
			.bind("now", this.clock.instant().truncatedTo(ChronoUnit.MICROS))
			.bind("tenants", array(alerts, NewAlert::tenantId, UUID[]::new))
			.bind("ids", array(alerts, (alert) -> this.ids.next(), UUID[]::new))
			.bind("rules", array(alerts, RaisedAlertRepository::ruleId, UUID[]::new))
			.bind("names", array(alerts, RaisedAlertRepository::ruleName, String[]::new))
			.bind("keys", array(alerts, NewAlert::keyId, UUID[]::new))
			.bind("types", array(alerts, (alert) -> alert.type().wireName(), String[]::new))
			.bind("severities", array(alerts, (alert) -> alert.severity().wireName(), String[]::new))
			.bind("messages", array(alerts, NewAlert::message, String[]::new))
			.bind("starts", array(alerts, NewAlert::start, Instant[]::new))
			.bind("ends", array(alerts, NewAlert::end, Instant[]::new))
			.update();
	}

	private static @Nullable UUID ruleId(NewAlert alert) {
		NewAlert.Rule rule = alert.rule();
		return (rule != null) ? rule.ruleId() : null;
	}

	private static @Nullable String ruleName(NewAlert alert) {
		NewAlert.Rule rule = alert.rule();
		return (rule != null) ? rule.name() : null;
	}

	private static <V extends @Nullable Object> V[] array(List<NewAlert> alerts, Function<NewAlert, V> value,
			IntFunction<V[]> array) {
		return alerts.stream().map(value).toArray(array);
	}

	/**
	 * Removes some of the alerts that are older, with their notifications.
	 */
	Mono<Void> removeOlderThan(Duration age) {
		return this.system.query("""
				DELETE FROM kms_alert WHERE ctid = ANY (ARRAY(
					SELECT ctid FROM kms_alert WHERE triggered_at < :oldest LIMIT :portion))
				""").bind("oldest", this.clock.instant().minus(age)).bind("portion", PORTION).update().then();
	}

}
