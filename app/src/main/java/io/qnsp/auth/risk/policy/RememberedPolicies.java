package io.qnsp.auth.risk.policy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qnsp.auth.risk.model.RiskPolicy;
import io.qnsp.core.cache.SharedLookUps;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.sql.TenantContext;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Policies from memory. A change on this instance forgets the tenant before it is
 * answered, a change on another one as soon as the journal tells; what the journal should
 * have told and did not is forgotten after five minutes.
 */
@Component
final class RememberedPolicies implements TenantPolicies, TailListener {

	private static final String EVENTS = "auth.risk_policy.";

	private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

	private static final long SIZE = 20_000;

	private final PolicyRepository repository;

	private final AsyncCache<UUID, List<RiskPolicy>> policies = Caffeine.newBuilder()
		.maximumSize(SIZE)
		.expireAfterWrite(KNOWN_FOR)
		.executor(Runnable::run)
		.buildAsync();

	RememberedPolicies(PolicyRepository repository) {
		this.repository = repository;
	}

	@Override
	public Mono<List<RiskPolicy>> enabled(UUID tenantId) {
		return SharedLookUps.await(this.policies.get(tenantId, (id, executor) -> load(id)));
	}

	/**
	 * Forgets a tenant after a change has committed.
	 */
	void forget(UUID tenantId) {
		this.policies.synchronous().invalidate(tenantId);
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		for (JournalEntry entry : entries) {
			if (entry.event().eventType().startsWith(EVENTS)) {
				forget(entry.event().tenantId());
			}
		}
	}

	private CompletableFuture<List<RiskPolicy>> load(UUID tenantId) {
		return SharedLookUps.start(this.repository.enabled(tenantId).contextWrite(TenantContext.with(tenantId)));
	}

}
