package io.qnsp.kms.analytics.rule;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_alert_rule}, for the tenant.
 */
@Repository
final class AlertRuleRepository {

	private static final String SELECT = """
			SELECT rule_id, name, key_ids, metric, operator, threshold, time_window, severity, channels, enabled,
				effective_from, judge_at, created_at, updated_at
			FROM kms_alert_rule
			""";

	private final Sql sql;

	AlertRuleRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts a rule.
	 * @param most how many the tenant may have
	 * @return false when the tenant has that many
	 */
	Mono<Boolean> insert(UUID tenantId, StoredRule rule, int most) {
		Sql.Statement statement = this.sql.query("""
				INSERT INTO kms_alert_rule (tenant_id, rule_id, name, key_ids, metric, operator, threshold,
					time_window, severity, channels, enabled, effective_from, judge_at, created_at, updated_at)
				SELECT :tenant, :id, :name, :keys, :metric, :operator, :threshold, :window, :severity, :channels,
					:enabled, :effective, :judge, :created, :updated
				WHERE (SELECT count(*) FROM kms_alert_rule WHERE tenant_id = :tenant) < :most
				""").bind("created", rule.createdAt()).bind("most", most);
		return this.sql.oneAtATime("kms-alert-rules", tenantId)
			.then(bind(statement, tenantId, rule).update().map((rows) -> rows == 1));
	}

	Mono<Void> update(UUID tenantId, StoredRule rule) {
		Sql.Statement statement = this.sql.query("""
				UPDATE kms_alert_rule SET name = :name, key_ids = :keys, metric = :metric, operator = :operator,
					threshold = :threshold, time_window = :window, severity = :severity, channels = :channels,
					enabled = :enabled, effective_from = :effective, judge_at = :judge, updated_at = :updated
				WHERE tenant_id = :tenant AND rule_id = :id
				""");
		return bind(statement, tenantId, rule).update().then();
	}

	private static Sql.Statement bind(Sql.Statement statement, UUID tenantId, StoredRule rule) {
		RuleContent content = rule.content();
		AlertCondition condition = content.condition();
		return statement.bind("tenant", tenantId)
			.bind("id", rule.ruleId())
			.bind("name", content.name())
			.bind("keys", content.keyIds().toArray(UUID[]::new))
			.bind("metric", condition.metric().wireName())
			.bind("operator", condition.operator().wireName())
			.bind("threshold", condition.threshold())
			.bind("window", condition.window().text())
			.bind("severity", content.severity().wireName())
			.bindTexts("channels", content.channels())
			.bind("enabled", content.enabled())
			.bind("effective", rule.effectiveFrom())
			.bind("judge", rule.judgeAt())
			.bind("updated", rule.updatedAt());
	}

	/**
	 * A rule, locked for the surrounding transaction.
	 * @return the rule, or empty when the tenant has none of that id
	 */
	Mono<StoredRule> lock(UUID tenantId, UUID ruleId) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND rule_id = :id FOR UPDATE")
			.bind("tenant", tenantId)
			.bind("id", ruleId)
			.one(AlertRuleRepository::rule);
	}

	/**
	 * The rules of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<StoredRule>> list(UUID tenantId, PageRequest page) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (created_at, rule_id) < (:at, :id)
				ORDER BY created_at DESC, rule_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(AlertRuleRepository::rule)
			.collectList();
	}

	/**
	 * Deletes a rule; its alerts stay.
	 * @return true when it was there
	 */
	Mono<Boolean> delete(UUID tenantId, UUID ruleId) {
		return this.sql.query("DELETE FROM kms_alert_rule WHERE tenant_id = :tenant AND rule_id = :id")
			.bind("tenant", tenantId)
			.bind("id", ruleId)
			.update()
			.map((rows) -> rows == 1);
	}

	private static StoredRule rule(Readable row) {
		AlertCondition condition = new AlertCondition(AlertMetric.stored(Columns.text(row, "metric")),
				AlertOperator.stored(Columns.text(row, "operator")), Columns.required(row, "threshold", Double.class),
				AlertWindow.parse(Columns.text(row, "time_window")).orElseThrow());
		RuleContent content = new RuleContent(Columns.text(row, "name"),
				List.of(Columns.required(row, "key_ids", UUID[].class)), condition,
				AlertSeverity.stored(Columns.text(row, "severity")), Columns.texts(row, "channels"),
				Columns.required(row, "enabled", Boolean.class));
		return new StoredRule(Columns.required(row, "rule_id", UUID.class), content,
				Columns.required(row, "effective_from", Instant.class),
				Columns.required(row, "judge_at", Instant.class), Columns.required(row, "created_at", Instant.class),
				Columns.required(row, "updated_at", Instant.class));
	}

}
