package io.qnsp.auth.risk.history;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.login.Login;
import io.qnsp.auth.risk.login.PassedChallenges;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

/**
 * Learns logins from the journal. An attempt counts as a login when it was allowed. One
 * that was refused never does, so that nobody can teach the model by being refused; one
 * that was challenged does when a later login of the user shows that the challenge was
 * passed (see {@link PassedChallenges}).
 *
 * <p>
 * A batch reads the memories of its users, folds the logins into them and writes them
 * back: three or four statements however large the batch. The projection's cursor is
 * locked meanwhile, so no other instance can write them.
 */
@Component
final class LearnedLogins implements Projection {

	/** The projection's name. */
	static final String NAME = "risk-history";

	private final UserMemoryRepository users;

	private final TenantMemoryRepository tenants;

	private final PassedChallenges challenges;

	LearnedLogins(UserMemoryRepository users, TenantMemoryRepository tenants, PassedChallenges challenges) {
		this.users = users;
		this.tenants = tenants;
		this.challenges = challenges;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Set<String> eventTypes() {
		return Set.of(LoginEvidence.EVENT_TYPE, PassedChallenges.LOGIN_EVENT);
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		return this.challenges.settle(entries, sql)
			.flatMap((logins) -> logins.isEmpty() ? Mono.empty() : learn(logins, sql));
	}

	private Mono<Void> learn(List<Login> logins, Sql sql) {
		Set<UserKey> keys = new TreeSet<>();
		logins.forEach((login) -> keys.add(login.user()));
		// Reading and writing JSON of thousands of users is no work for a driver's loop.
		return this.users.find(sql, keys).publishOn(Schedulers.parallel()).flatMap((known) -> {
			Map<UserKey, LoginMemory> memories = new TreeMap<>(known);
			TenantLogins sums = new TenantLogins();
			for (Login login : logins) {
				LoginMemory memory = memories.computeIfAbsent(login.user(), (key) -> new LoginMemory());
				sums.count(login.user().tenantId(), login.evidence().features(), memory.logins() == 0);
				memory.learn(login.evidence(), login.at());
			}
			return this.users.save(sql, memories).then(Mono.defer(() -> this.tenants.add(sql, sums)));
		});
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return this.tenants.clear(sql)
			.then(Mono.defer(() -> sql.query("DELETE FROM risk_user").update()))
			.then(Mono.defer(() -> sql.query("DELETE FROM risk_challenge").update()))
			.then();
	}

	/**
	 * Whose history an event may change.
	 * @param event any event
	 * @return the user, or {@code null}
	 */
	static @Nullable UserKey changedBy(AuditEvent event) {
		if (event.eventType().equals(LoginEvidence.EVENT_TYPE)) {
			boolean allowed = Recommendation.ALLOW.wireName().equals(event.detail().get("recommendation"));
			return (allowed && event.resource() != null) ? new UserKey(event.tenantId(), event.resource().id()) : null;
		}
		return event.eventType().equals(PassedChallenges.LOGIN_EVENT) ? PassedChallenges.userOf(event) : null;
	}

}
