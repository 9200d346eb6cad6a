package io.qnsp.auth.risk.history;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qnsp.auth.risk.model.LoginFeatures;
import io.qnsp.auth.risk.model.TenantHistory;
import io.qnsp.auth.risk.model.UserHistory;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.auth.risk.signal.SignalListener;
import io.qnsp.auth.risk.signal.UserSignals;
import io.qnsp.core.cache.SharedLookUps;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.TenantContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Histories from memory. A user who has been loaded stays for five minutes and is brought
 * up to date by {@link HistoryRefresher}; a tenant's numbers are read again after ten
 * seconds, while the old ones still answer. Calls that miss at the same time share one
 * look-up.
 */
@Component
final class RememberedHistory implements RiskHistory, SignalListener {

	private static final Duration USER_KNOWN_FOR = Duration.ofMinutes(5);

	private static final Duration TENANT_KNOWN_FOR = Duration.ofMinutes(5);

	private static final Duration TENANT_FRESH_FOR = Duration.ofSeconds(10);

	/** In values; one takes about 100 bytes. */
	private static final long MAX_VALUES = 500_000;

	private static final long MAX_TENANT_ENTRIES = 20_000;

	private final UserMemoryRepository users;

	private final TenantMemoryRepository tenants;

	private final UserSignals signals;

	private final Sql sql;

	private final Sql systemSql;

	private final Clock clock;

	private final AsyncCache<UserKey, UserHistory> histories = Caffeine.newBuilder()
		.maximumWeight(MAX_VALUES)
		.weigher(RememberedHistory::weight)
		.expireAfterWrite(USER_KNOWN_FOR)
		.executor(Runnable::run)
		.buildAsync();

	private final AsyncLoadingCache<TenantQuestion, TenantHistory> numbers = Caffeine.newBuilder()
		.maximumSize(MAX_TENANT_ENTRIES)
		.expireAfterWrite(TENANT_KNOWN_FOR)
		.refreshAfterWrite(TENANT_FRESH_FOR)
		.executor(Runnable::run)
		.buildAsync((question, executor) -> loadTenant(question));

	RememberedHistory(UserMemoryRepository users, TenantMemoryRepository tenants, UserSignals signals, Sql sql,
			@Qualifier("systemSql") Sql systemSql, Clock clock) {
		this.users = users;
		this.tenants = tenants;
		this.signals = signals;
		this.sql = sql;
		this.systemSql = systemSql;
		this.clock = clock;
	}

	@Override
	public Mono<UserHistory> ofUser(UserKey user) {
		return SharedLookUps.await(this.histories.get(user, (key, executor) -> loadUser(key)));
	}

	@Override
	public Mono<TenantHistory> ofTenant(UUID tenantId, LoginFeatures features) {
		return SharedLookUps.await(this.numbers.get(new TenantQuestion(tenantId, features)));
	}

	@Override
	public void onSignal(UserKey user) {
		this.histories.synchronous().invalidate(user);
	}

	/**
	 * Forgets everybody.
	 */
	void forgetAll() {
		this.histories.synchronous().invalidateAll();
	}

	/**
	 * Reads users again whose memory has changed, with one statement for all. Their
	 * signals have not changed. Who is not in memory is left out; whoever is being loaded
	 * is loaded again when next asked for.
	 * @param changed the users
	 * @return completes when memory is up to date
	 */
	Mono<Void> refresh(Collection<UserKey> changed) {
		Map<UserKey, CompletableFuture<UserHistory>> present = this.histories.asMap();
		Map<UserKey, CompletableFuture<UserHistory>> before = new HashMap<>();
		for (UserKey user : changed) {
			CompletableFuture<UserHistory> known = present.get(user);
			if (known != null && SharedLookUps.valueOf(known) != null) {
				before.put(user, known);
			}
			else if (known != null) {
				present.remove(user, known);
			}
		}
		if (before.isEmpty()) {
			return Mono.empty();
		}
		return this.users.find(this.systemSql, before.keySet())
			.doOnNext((found) -> found.forEach((user, memory) -> replace(user, before.get(user), memory)))
			.then();
	}

	// Only what was there before is replaced: a signal that came meanwhile has removed
	// it.
	private void replace(UserKey user, @Nullable CompletableFuture<UserHistory> before, LoginMemory memory) {
		UserHistory old = (before != null) ? SharedLookUps.valueOf(before) : null;
		if (before != null && old != null) {
			UserHistory history = memory.snapshot(old.threatSignals(), this.clock.instant());
			this.histories.asMap().replace(user, before, CompletableFuture.completedFuture(history));
		}
	}

	private CompletableFuture<UserHistory> loadUser(UserKey user) {
		Mono<UserHistory> lookUp = Mono.zip(this.users.find(this.sql, Set.of(user)), this.signals.recent(user),
				(memories, recent) -> memories.getOrDefault(user, new LoginMemory())
					.snapshot(recent, this.clock.instant()));
		return SharedLookUps.start(lookUp.contextWrite(TenantContext.with(user.tenantId())));
	}

	private CompletableFuture<TenantHistory> loadTenant(TenantQuestion question) {
		return SharedLookUps.start(this.tenants.find(this.sql, question.tenantId, question.features)
			.contextWrite(TenantContext.with(question.tenantId)));
	}

	private static int weight(UserKey user, UserHistory history) {
		int values = 10 + history.deviceFingerprints().size() + history.threatSignals().size();
		for (Map<String, Long> counts : history.counts().values()) {
			values += counts.size();
		}
		return values;
	}

	/** The values of an attempt, asked of a tenant. */
	private record TenantQuestion(UUID tenantId, LoginFeatures features) {
	}

}
