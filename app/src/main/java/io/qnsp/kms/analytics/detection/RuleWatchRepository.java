package io.qnsp.kms.analytics.detection;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.rule.AlertCondition;
import io.qnsp.kms.analytics.rule.AlertMetric;
import io.qnsp.kms.analytics.rule.AlertOperator;
import io.qnsp.kms.analytics.rule.AlertSeverity;
import io.qnsp.kms.analytics.rule.AlertWindow;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * Reads rules and the activity that they look at, for all tenants.
 */
@Repository
final class RuleWatchRepository {

	// Each window is at most 288 rows.
	private static final int WINDOWS_AT_ONCE = 2_000;

	private static final String RULE = """
			SELECT tenant_id, rule_id, name, key_ids, metric, operator, threshold, time_window, severity,
				effective_from, judge_at
			FROM kms_alert_rule
			""";

	private final Sql system;

	RuleWatchRepository(@Qualifier("systemSql") Sql system) {
		this.system = system;
	}

	/**
	 * The rules of tenants that are held against usage as it arrives.
	 */
	Mono<List<WatchedRule>> watching(Collection<UUID> tenants) {
		return this.system.query(RULE + "WHERE tenant_id = ANY (:tenants) AND enabled AND operator = 'gt'")
			.bind("tenants", tenants.toArray(UUID[]::new))
			.all(RuleWatchRepository::rule)
			.collectList();
	}

	/**
	 * Rules whose next window has ended.
	 */
	Mono<List<WatchedRule>> toJudge(Instant until, int most) {
		return this.system
			.query(RULE + "WHERE enabled AND operator IN ('lt', 'eq') AND judge_at <= :until "
					+ "ORDER BY judge_at LIMIT :most")
			.bind("until", until)
			.bind("most", most)
			.all(RuleWatchRepository::rule)
			.collectList();
	}

	/**
	 * Moves rules on, those that nobody has changed meanwhile.
	 * @param next when each rule is to be judged again
	 */
	Mono<Void> judged(Map<WatchedRule, Instant> next) {
		return this.system.query("""
				UPDATE kms_alert_rule rule SET judge_at = moved.next
				FROM unnest(:tenants::uuid[], :rules::uuid[], :judged::timestamptz[], :next::timestamptz[])
					AS moved (tenant_id, rule_id, judged, next)
				WHERE rule.tenant_id = moved.tenant_id AND rule.rule_id = moved.rule_id
					AND rule.judge_at = moved.judged
				""")
			.bind("tenants", next.keySet().stream().map(WatchedRule::tenantId).toArray(UUID[]::new))
			.bind("rules", next.keySet().stream().map((rule) -> rule.rule().ruleId()).toArray(UUID[]::new))
			.bind("judged", next.keySet().stream().map(WatchedRule::judgeAt).toArray(Instant[]::new))
			.bind("next", next.values().toArray(Instant[]::new))
			.update()
			.then();
	}

	/**
	 * The use in windows, each of them in the answer.
	 */
	Mono<Map<KeyWindow, ActivityTotals>> totals(Collection<KeyWindow> windows) {
		return Flux.fromIterable(windows)
			.buffer(WINDOWS_AT_ONCE)
			.concatMap(this::someTotals)
			.collect(HashMap::new, Map::putAll);
	}

	private Mono<Map<KeyWindow, ActivityTotals>> someTotals(List<KeyWindow> windows) {
		return this.system.query("""
				SELECT looked.place, used.operations, used.failures, used.bytes
				FROM unnest(:tenants::uuid[], :keys::uuid[], :spans::integer[], :starts::timestamptz[],
					:ends::timestamptz[]) WITH ORDINALITY
					AS looked (tenant_id, key_id, span_seconds, window_start, window_end, place)
				CROSS JOIN LATERAL (
					SELECT coalesce(sum(operations), 0)::bigint AS operations,
						coalesce(sum(failures), 0)::bigint AS failures, coalesce(sum(bytes), 0)::float8 AS bytes
					FROM kms_key_activity activity
					WHERE activity.tenant_id = looked.tenant_id AND activity.key_id = looked.key_id
						AND activity.span_seconds = looked.span_seconds
						AND activity.span_start >= looked.window_start AND activity.span_start < looked.window_end)
					AS used
				""")
			.bind("tenants", windows.stream().map(KeyWindow::tenantId).toArray(UUID[]::new))
			.bind("keys", windows.stream().map(KeyWindow::keyId).toArray(UUID[]::new))
			.bind("spans", windows.stream().map(KeyWindow::spanSeconds).toArray(Integer[]::new))
			.bind("starts", windows.stream().map(KeyWindow::start).toArray(Instant[]::new))
			.bind("ends", windows.stream().map(KeyWindow::end).toArray(Instant[]::new))
			.all((row) -> Map.entry(windows.get(Columns.required(row, "place", Long.class).intValue() - 1),
					totals(row)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
	}

	/**
	 * The keys of a tenant that were used in a window.
	 */
	Mono<Map<UUID, ActivityTotals>> used(UUID tenantId, AlertWindow window, Instant end) {
		return this.system.query("""
				SELECT key_id, sum(operations)::bigint AS operations, sum(failures)::bigint AS failures,
					sum(bytes)::float8 AS bytes
				FROM kms_key_activity
				WHERE tenant_id = :tenant AND span_seconds = :span AND span_start >= :start AND span_start < :end
				GROUP BY key_id
				""")
			.bind("tenant", tenantId)
			.bind("span", window.spanSeconds())
			.bind("start", end.minusSeconds(window.seconds()))
			.bind("end", end)
			.all((row) -> Map.entry(Columns.required(row, "key_id", UUID.class), totals(row)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
	}

	private static ActivityTotals totals(Readable row) {
		return new ActivityTotals(Columns.required(row, "operations", Long.class),
				Columns.required(row, "failures", Long.class), Columns.required(row, "bytes", Double.class));
	}

	private static WatchedRule rule(Readable row) {
		AlertCondition condition = new AlertCondition(AlertMetric.stored(Columns.text(row, "metric")),
				AlertOperator.stored(Columns.text(row, "operator")), Columns.required(row, "threshold", Double.class),
				AlertWindow.parse(Columns.text(row, "time_window")).orElseThrow());
		return new WatchedRule(Columns.required(row, "tenant_id", UUID.class),
				new NewAlert.Rule(Columns.required(row, "rule_id", UUID.class), Columns.text(row, "name")),
				Set.of(Columns.required(row, "key_ids", UUID[].class)), condition,
				AlertSeverity.stored(Columns.text(row, "severity")),
				Columns.required(row, "effective_from", Instant.class),
				Columns.required(row, "judge_at", Instant.class));
	}

}
