package io.qnsp.auth.risk.login;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * The table {@code risk_challenge}: challenges that are open. The projection alone writes
 * it.
 */
@Repository
final class ChallengeRepository {

	private final JsonMapper json;

	ChallengeRepository(JsonMapper json) {
		this.json = json;
	}

	Mono<Map<UserKey, Login>> find(Sql sql, Set<UserKey> users) {
		if (users.isEmpty()) {
			return Mono.just(Map.of());
		}
		return sql.query("""
				SELECT c.tenant_id, c.user_id, c.challenged_at, c.evidence::text AS evidence
				FROM unnest(:tenants, :users) AS wanted (tenant_id, user_id)
				JOIN risk_challenge c ON c.tenant_id = wanted.tenant_id AND c.user_id = wanted.user_id
				""")
			.bind("tenants", tenants(users))
			.bind("users", ids(users))
			.all((row) -> new Login(
					new UserKey(Columns.required(row, "tenant_id", UUID.class), Columns.text(row, "user_id")),
					this.json.readValue(Columns.text(row, "evidence"), LoginEvidence.class),
					Columns.required(row, "challenged_at", Instant.class)))
			.collectMap(Login::user);
	}

	Mono<Void> forget(Sql sql, Set<UserKey> users) {
		return users.isEmpty() ? Mono.empty() : sql.query("""
				DELETE FROM risk_challenge c USING unnest(:tenants, :users) AS passed (tenant_id, user_id)
				WHERE c.tenant_id = passed.tenant_id AND c.user_id = passed.user_id
				""").bind("tenants", tenants(users)).bind("users", ids(users)).update().then();
	}

	Mono<Void> remember(Sql sql, Map<UserKey, Login> challenges) {
		return challenges.isEmpty() ? Mono.empty() : sql.query("""
				INSERT INTO risk_challenge (tenant_id, user_id, challenged_at, evidence)
				SELECT tenant_id, user_id, challenged_at, evidence::json
				FROM unnest(:tenants, :users, :times, :evidence) AS open (tenant_id, user_id, challenged_at, evidence)
				ON CONFLICT (tenant_id, user_id) DO UPDATE
				SET challenged_at = excluded.challenged_at, evidence = excluded.evidence
				""")
			.bind("tenants", tenants(challenges.keySet()))
			.bind("users", ids(challenges.keySet()))
			.bind("times", challenges.values().stream().map(Login::at).toArray(Instant[]::new))
			.bind("evidence",
					challenges.values()
						.stream()
						.map((login) -> this.json.writeValueAsString(login.evidence()))
						.toArray(String[]::new))
			.update()
			.then();
	}

	private static UUID[] tenants(Collection<UserKey> users) {
		return users.stream().map(UserKey::tenantId).toArray(UUID[]::new);
	}

	private static String[] ids(Collection<UserKey> users) {
		return users.stream().map(UserKey::userId).toArray(String[]::new);
	}

}
