package io.qnsp.tenant.tenants;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.qnsp.core.cache.SharedLookUps;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.tenant.TenantDirectory;
import io.qnsp.core.tenant.TenantProfile;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Tenants' profiles from memory. A change on this instance forgets the tenant before it
 * is answered, a change on another one as soon as the journal tells; what the journal
 * should have told and did not is forgotten after five minutes.
 *
 * <p>
 * Calls that miss at the same time share one look-up. Forgetting a tenant also forgets a
 * look-up that is under way: whoever waits for it gets its result, whoever comes later
 * starts a new one.
 */
@Component
final class CachedTenantDirectory implements TenantDirectory, TailListener {

	private static final Set<String> EVENTS = Set.of("tenant.tenant.create", CHANGED);

	private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

	private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);

	private static final long SIZE = 20_000;

	private final Function<UUID, Mono<Tenant>> lookUp;

	private final AsyncCache<UUID, Optional<TenantProfile>> profiles = Caffeine.newBuilder()
		.maximumSize(SIZE)
		.expireAfter(
				Expiry.writing((UUID id, Optional<TenantProfile> found) -> found.isPresent() ? KNOWN_FOR : UNKNOWN_FOR))
		.executor(Runnable::run)
		.buildAsync();

	@Autowired
	CachedTenantDirectory(TenantRepository repository) {
		this(repository::findAcrossTenants);
	}

	CachedTenantDirectory(Function<UUID, Mono<Tenant>> lookUp) {
		this.lookUp = lookUp;
	}

	@Override
	public Mono<TenantProfile> find(UUID tenantId) {
		return Mono.defer(() -> SharedLookUps.await(this.profiles.get(tenantId, (id, executor) -> load(id))))
			.flatMap(Mono::justOrEmpty);
	}

	@Override
	public @Nullable TenantProfile findNow(UUID tenantId) {
		CompletableFuture<Optional<TenantProfile>> known = this.profiles.getIfPresent(tenantId);
		Optional<TenantProfile> found = (known != null) ? SharedLookUps.valueOf(known) : null;
		return (found != null) ? found.orElse(null) : null;
	}

	/**
	 * Forgets a tenant after a change has committed.
	 */
	void forget(UUID tenantId) {
		this.profiles.synchronous().invalidate(tenantId);
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		for (JournalEntry entry : entries) {
			AuditEvent event = entry.event();
			UUID changed = (event.resource() != null && EVENTS.contains(event.eventType()))
					? uuidOrNull(event.resource().id()) : null;
			if (changed != null) {
				forget(changed);
			}
		}
	}

	// The statement's timeout ends it.
	private CompletableFuture<Optional<TenantProfile>> load(UUID tenantId) {
		return SharedLookUps
			.start(this.lookUp.apply(tenantId).map(Tenant::profile).map(Optional::of).defaultIfEmpty(Optional.empty()));
	}

	private static @Nullable UUID uuidOrNull(String id) {
		try {
			return UUID.fromString(id);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
