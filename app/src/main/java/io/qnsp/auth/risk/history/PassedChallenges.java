package io.qnsp.auth.risk.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * Finds out which attempts became logins. A challenged one did when the user signs in
 * ({@value #LOGIN_EVENT}) within {@link #PASSED_WITHIN} after it; of several challenges
 * it is the last one. Table {@code risk_challenge}.
 */
@Repository
final class PassedChallenges {

	/** The event of a federated login that a caller reports. */
	static final String LOGIN_EVENT = "auth.federation.login";

	static final Duration PASSED_WITHIN = Duration.ofMinutes(15);

	private final JsonMapper json;

	PassedChallenges(JsonMapper json) {
		this.json = json;
	}

	/**
	 * The logins among a batch of events, in their order; keeps the challenges that are
	 * still open.
	 */
	Mono<List<Login>> settle(List<JournalEntry> entries, Sql sql) {
		Set<UserKey> signedIn = new TreeSet<>();
		for (JournalEntry entry : entries) {
			UserKey user = entry.event().eventType().equals(LOGIN_EVENT) ? userOf(entry.event()) : null;
			if (user != null) {
				signedIn.add(user);
			}
		}
		return find(sql, signedIn).flatMap((open) -> {
			Batch batch = new Batch(open);
			entries.forEach((entry) -> batch.take(entry.event()));
			return forget(sql, batch.settled).then(Mono.defer(() -> remember(sql, batch.opened)))
				.thenReturn(batch.logins);
		});
	}

	/**
	 * The user who signed in.
	 * @param event an event of type {@value #LOGIN_EVENT}
	 * @return the user, or {@code null} when the login failed or nobody is named
	 */
	static @Nullable UserKey userOf(AuditEvent event) {
		if (event.outcome() != AuditEvent.Outcome.SUCCESS || "failure".equals(event.detail().get("outcome"))) {
			return null;
		}
		AuditEvent.Resource resource = event.resource();
		Object id = (resource != null && resource.type().equals("user")) ? resource.id() : event.detail().get("userId");
		return (id instanceof String text && LoginAttempt.userIdProblem(text) == null)
				? new UserKey(event.tenantId(), text) : null;
	}

	private Mono<Map<UserKey, Login>> find(Sql sql, Set<UserKey> users) {
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

	private static Mono<Void> forget(Sql sql, Set<UserKey> users) {
		return users.isEmpty() ? Mono.empty() : sql.query("""
				DELETE FROM risk_challenge c USING unnest(:tenants, :users) AS passed (tenant_id, user_id)
				WHERE c.tenant_id = passed.tenant_id AND c.user_id = passed.user_id
				""").bind("tenants", tenants(users)).bind("users", ids(users)).update().then();
	}

	private Mono<Void> remember(Sql sql, Map<UserKey, Login> challenges) {
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

	/** One batch on its way: events in, logins and changed challenges out. */
	private static final class Batch {

		private final Map<UserKey, Login> open;

		private final Map<UserKey, Login> opened = new TreeMap<>();

		private final Set<UserKey> settled = new TreeSet<>();

		private final List<Login> logins = new ArrayList<>();

		Batch(Map<UserKey, Login> open) {
			this.open = new TreeMap<>(open);
		}

		void take(AuditEvent event) {
			if (event.eventType().equals(LOGIN_EVENT)) {
				UserKey user = userOf(event);
				if (user != null) {
					signedIn(user, event.timestamp());
				}
				return;
			}
			LoginEvidence evidence = LoginEvidence.read(event).orElse(null);
			if (evidence == null || event.resource() == null) {
				return;
			}
			Login attempt = new Login(new UserKey(event.tenantId(), event.resource().id()), evidence,
					event.timestamp());
			if (evidence.recommendation() == Recommendation.ALLOW) {
				this.logins.add(attempt);
			}
			else if (evidence.recommendation() == Recommendation.CHALLENGE) {
				this.open.put(attempt.user(), attempt);
				this.opened.put(attempt.user(), attempt);
				this.settled.remove(attempt.user());
			}
		}

		private void signedIn(UserKey user, Instant at) {
			Login challenged = this.open.remove(user);
			if (challenged == null) {
				return;
			}
			this.opened.remove(user);
			this.settled.add(user);
			if (!at.isBefore(challenged.at()) && !at.isAfter(challenged.at().plus(PASSED_WITHIN))) {
				this.logins.add(challenged);
			}
		}

	}

}
