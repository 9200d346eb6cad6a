package io.qnsp.auth.risk.login;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Finds out which attempts became logins. A challenged one did when the user signs in
 * ({@value #LOGIN_EVENT}) within {@link #PASSED_WITHIN} after it; of several challenges
 * it is the last one.
 */
@Component
public final class PassedChallenges {

	/** The event of a federated login that a caller reports. */
	public static final String LOGIN_EVENT = "auth.federation.login";

	static final Duration PASSED_WITHIN = Duration.ofMinutes(15);

	private final ChallengeRepository challenges;

	PassedChallenges(ChallengeRepository challenges) {
		this.challenges = challenges;
	}

	/**
	 * The logins among a batch of events, in their order; keeps the challenges that are
	 * still open. Runs in the projection's transaction.
	 * @param entries the events
	 * @param sql the access to use
	 * @return the logins to learn
	 */
	public Mono<List<Login>> settle(List<JournalEntry> entries, Sql sql) {
		Set<UserKey> signedIn = new TreeSet<>();
		for (JournalEntry entry : entries) {
			UserKey user = entry.event().eventType().equals(LOGIN_EVENT) ? userOf(entry.event()) : null;
			if (user != null) {
				signedIn.add(user);
			}
		}
		return this.challenges.find(sql, signedIn).flatMap((open) -> {
			Batch batch = new Batch(open);
			entries.forEach((entry) -> batch.take(entry.event()));
			return this.challenges.forget(sql, batch.settled)
				.then(Mono.defer(() -> this.challenges.remember(sql, batch.opened)))
				.thenReturn(batch.logins);
		});
	}

	/**
	 * The user who signed in.
	 * @param event an event of type {@value #LOGIN_EVENT}
	 * @return the user, or {@code null} when the login failed or nobody is named
	 */
	public static @Nullable UserKey userOf(AuditEvent event) {
		if (event.outcome() != AuditEvent.Outcome.SUCCESS || "failure".equals(event.detail().get("outcome"))) {
			return null;
		}
		AuditEvent.Resource resource = event.resource();
		Object id = (resource != null && resource.type().equals("user")) ? resource.id() : event.detail().get("userId");
		return (id instanceof String text && LoginAttempt.userIdProblem(text) == null)
				? new UserKey(event.tenantId(), text) : null;
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
