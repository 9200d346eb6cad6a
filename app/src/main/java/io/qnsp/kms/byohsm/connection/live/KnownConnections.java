package io.qnsp.kms.byohsm.connection.live;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qnsp.core.cache.SharedLookUps;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The rows of connections in memory, for five minutes at most.
 */
@Component
final class KnownConnections {

	private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

	private static final int MOST = 10_000;

	private final ConnectionRepository connections;

	private final AsyncCache<Name, Optional<StoredConnection>> known = Caffeine.newBuilder()
		.maximumSize(MOST)
		.expireAfterWrite(KNOWN_FOR)
		.executor(Runnable::run)
		.buildAsync();

	KnownConnections(ConnectionRepository connections) {
		this.connections = connections;
	}

	/**
	 * A connection.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return the row, or a 404
	 */
	Mono<StoredConnection> find(UUID tenantId, UUID connectionId) {
		Name name = new Name(tenantId, connectionId);
		return SharedLookUps.await(this.known.get(name, (key, executor) -> SharedLookUps.start(load(key))))
			.flatMap((found) -> found.<Mono<StoredConnection>>map(Mono::just).orElseGet(() -> {
				forget(tenantId, connectionId);
				return Mono.error(StoredConnection.unknown(connectionId));
			}));
	}

	private Mono<Optional<StoredConnection>> load(Name name) {
		return this.connections.find(name.tenantId, name.connectionId)
			.singleOptional()
			.contextWrite(TenantContext.with(name.tenantId));
	}

	/**
	 * Forgets a connection, after a change has committed.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 */
	void forget(UUID tenantId, UUID connectionId) {
		this.known.synchronous().invalidate(new Name(tenantId, connectionId));
	}

	private record Name(UUID tenantId, UUID connectionId) {

	}

}
