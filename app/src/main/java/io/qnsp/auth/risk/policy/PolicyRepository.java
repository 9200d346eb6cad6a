package io.qnsp.auth.risk.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.auth.risk.model.ChallengeType;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.RiskPolicy;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code risk_policy}.
 */
@Repository
final class PolicyRepository {

	private final Sql sql;

	PolicyRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * A row.
	 */
	record Stored(UUID policyId, PolicyContent content, Instant createdAt, Instant updatedAt) {

		Policy policy() {
			return Policy.of(this.policyId, this.content, this.createdAt, this.updatedAt);
		}

		RiskPolicy rule() {
			return new RiskPolicy(this.policyId, this.content.name(), this.content.conditions(), this.content.actions(),
					this.content.enabled());
		}

	}

	/**
	 * Inserts a policy.
	 * @param max how many the tenant may have
	 * @return false when the tenant has that many
	 */
	Mono<Boolean> insert(UUID tenantId, Stored policy, int max) {
		Sql.Statement statement = this.sql.query("""
				INSERT INTO risk_policy (tenant_id, policy_id, name, description, risk_score_threshold, countries,
					start_hour, end_hour, timezone, on_high_risk, challenge_type, enabled, created_at, updated_at)
				SELECT :tenant, :id, :name, :description, :threshold, :countries, :start, :end, :zone, :onHighRisk,
					:challenge, :enabled, :createdAt, :createdAt
				WHERE (SELECT count(*) FROM risk_policy WHERE tenant_id = :tenant) < :max
				""").bind("createdAt", policy.createdAt()).bind("max", max);
		return this.sql.oneAtATime("risk-policies", tenantId)
			.then(bind(statement, tenantId, policy.policyId(), policy.content()).update().map((rows) -> rows == 1));
	}

	/**
	 * Writes a policy that is there.
	 */
	Mono<Void> update(UUID tenantId, Stored policy) {
		Sql.Statement statement = this.sql.query("""
				UPDATE risk_policy SET name = :name, description = :description, risk_score_threshold = :threshold,
					countries = :countries, start_hour = :start, end_hour = :end, timezone = :zone,
					on_high_risk = :onHighRisk, challenge_type = :challenge, enabled = :enabled, updated_at = :updatedAt
				WHERE tenant_id = :tenant AND policy_id = :id
				""").bind("updatedAt", policy.updatedAt());
		return bind(statement, tenantId, policy.policyId(), policy.content()).update().then();
	}

	private static Sql.Statement bind(Sql.Statement statement, UUID tenantId, UUID policyId, PolicyContent content) {
		RiskPolicy.TimeRestriction hours = content.conditions().timeRestrictions();
		ChallengeType challenge = content.actions().challengeType();
		return statement.bind("tenant", tenantId)
			.bind("id", policyId)
			.bind("name", content.name())
			.bind("description", content.description(), String.class)
			.bind("threshold", content.conditions().riskScoreThreshold(), Double.class)
			.bindTexts("countries", content.conditions().geoRestrictions().stream().sorted().toList())
			.bind("start", (hours != null) ? hours.start() : null, Integer.class)
			.bind("end", (hours != null) ? hours.end() : null, Integer.class)
			.bind("zone", (hours != null) ? hours.zone().getId() : null, String.class)
			.bind("onHighRisk", content.actions().onHighRisk().wireName())
			.bind("challenge", (challenge != null) ? challenge.wireName() : null, String.class)
			.bind("enabled", content.enabled());
	}

	/**
	 * Deletes a policy.
	 * @return false when there is none of that id
	 */
	Mono<Boolean> delete(UUID tenantId, UUID policyId) {
		return this.sql.query("DELETE FROM risk_policy WHERE tenant_id = :tenant AND policy_id = :id")
			.bind("tenant", tenantId)
			.bind("id", policyId)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * A policy.
	 */
	Mono<Stored> find(UUID tenantId, UUID policyId) {
		return this.sql.query("SELECT * FROM risk_policy WHERE tenant_id = :tenant AND policy_id = :id")
			.bind("tenant", tenantId)
			.bind("id", policyId)
			.one(PolicyRepository::stored);
	}

	/**
	 * A policy, locked until the transaction ends.
	 */
	Mono<Stored> lock(UUID tenantId, UUID policyId) {
		return this.sql.query("SELECT * FROM risk_policy WHERE tenant_id = :tenant AND policy_id = :id FOR UPDATE")
			.bind("tenant", tenantId)
			.bind("id", policyId)
			.one(PolicyRepository::stored);
	}

	/**
	 * The policies that evaluations look at.
	 */
	Mono<List<RiskPolicy>> enabled(UUID tenantId) {
		return this.sql.query("SELECT * FROM risk_policy WHERE tenant_id = :tenant AND enabled")
			.bind("tenant", tenantId)
			.all((row) -> stored(row).rule())
			.collectList();
	}

	/**
	 * The policies of a tenant, newest first, one more than the page holds. A tenant has
	 * few, so the offset is counted off.
	 * @param enabled only those that are, or are not; {@code null} for all
	 */
	Mono<List<Stored>> list(UUID tenantId, @Nullable Boolean enabled, PageRequest page) {
		return this.sql.query("""
				SELECT * FROM risk_policy
				WHERE tenant_id = :tenant AND (:enabled::boolean IS NULL OR enabled = :enabled)
				AND (created_at, policy_id) < (:at, :id)
				ORDER BY created_at DESC, policy_id DESC
				LIMIT :limit OFFSET :offset
				""")
			.bind("tenant", tenantId)
			.bind("enabled", enabled, Boolean.class)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.bind("offset", page.offset())
			.all(PolicyRepository::stored)
			.collectList();
	}

	/**
	 * How many policies a tenant has.
	 * @param enabled only those that are, or are not; {@code null} for all
	 */
	Mono<Long> count(UUID tenantId, @Nullable Boolean enabled) {
		return this.sql.query("""
				SELECT count(*) AS total FROM risk_policy
				WHERE tenant_id = :tenant AND (:enabled::boolean IS NULL OR enabled = :enabled)
				""")
			.bind("tenant", tenantId)
			.bind("enabled", enabled, Boolean.class)
			.one((row) -> Columns.required(row, "total", Long.class));
	}

	private static Stored stored(Readable row) {
		String challenge = row.get("challenge_type", String.class);
		RiskPolicy.Conditions conditions = new RiskPolicy.Conditions(row.get("risk_score_threshold", Double.class),
				new HashSet<>(Columns.texts(row, "countries")), hours(row));
		RiskPolicy.Actions actions = new RiskPolicy.Actions(
				Recommendation.valueOf(Columns.text(row, "on_high_risk").toUpperCase(Locale.ROOT)),
				(challenge != null) ? ChallengeType.valueOf(challenge.toUpperCase(Locale.ROOT)) : null);
		PolicyContent content = new PolicyContent(Columns.text(row, "name"), row.get("description", String.class),
				conditions, actions, Columns.required(row, "enabled", Boolean.class));
		return new Stored(Columns.required(row, "policy_id", UUID.class), content,
				Columns.required(row, "created_at", Instant.class), Columns.required(row, "updated_at", Instant.class));
	}

	private static RiskPolicy.@Nullable TimeRestriction hours(Readable row) {
		Integer start = row.get("start_hour", Integer.class);
		return (start == null) ? null : new RiskPolicy.TimeRestriction(start,
				Objects.requireNonNull(row.get("end_hour", Integer.class)), ZoneId.of(Columns.text(row, "timezone")));
	}

}
