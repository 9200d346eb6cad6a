package io.qnsp.app.database;

import java.time.Duration;
import java.util.Map;

import io.qnsp.core.sql.TenantConnectionFactory;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.pool.PooledRefMetadata;

/**
 * The two pools and the event loops that they share. A caller who can't get a connection
 * in time, or who finds too many waiting already, is refused: the queue is bounded in
 * length and in time, so an overload ends as 503s instead of growing the heap.
 */
final class ConnectionPools implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ConnectionPools.class);

	private static final Duration MAX_IDLE = Duration.ofMinutes(10);

	private static final Duration MAX_LIFE = Duration.ofMinutes(30);

	private static final Duration CREATE_WITHIN = Duration.ofSeconds(5);

	private static final Duration WARM_WITHIN = Duration.ofSeconds(30);

	private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

	private final DatabaseServer server;

	private final DatabaseProperties properties;

	private final LoopResources loops;

	private final ConnectionPool app;

	private final ConnectionPool system;

	private ConnectionPools(DatabaseServer server, DatabaseProperties properties) {
		this.server = server;
		this.properties = properties;
		// Without co-location the pool spreads its connections over all loops.
		this.loops = LoopResources.create("qnsp-sql", LoopResources.DEFAULT_IO_SELECT_COUNT,
				Runtime.getRuntime().availableProcessors(), true, false);
		this.app = pool("app", properties.appPoolSize(),
				TenantConnectionFactory.perTenant(driver(DatabaseRole.APP), properties.answerWithin()));
		this.system = pool("system", properties.systemPoolSize(),
				TenantConnectionFactory.acrossTenants(driver(DatabaseRole.SYSTEM), properties.answerWithin()));
	}

	/**
	 * Opens the pools with their first connections, so that the first callers don't wait
	 * for log-ins, and a log-in that can't succeed stops the start. Blocks.
	 */
	static ConnectionPools open(DatabaseServer server, DatabaseProperties properties) {
		ConnectionPools pools = new ConnectionPools(server, properties);
		try {
			Mono.when(pools.app.warmup(), pools.system.warmup()).block(WARM_WITHIN);
			return pools;
		}
		catch (RuntimeException ex) {
			pools.close();
			throw new IllegalStateException("The server's roles can't log in to the database", ex);
		}
	}

	ConnectionPool app() {
		return this.app;
	}

	ConnectionPool system() {
		return this.system;
	}

	private PostgresqlConnectionFactory driver(DatabaseRole role) {
		DatabaseAddress address = this.server.address();
		PostgresqlConnectionConfiguration.Builder builder = PostgresqlConnectionConfiguration.builder()
			.host(address.host())
			.port(address.port())
			.database(address.database())
			.schema(Schema.NAME)
			.username(role.user())
			.password(this.server.password(role))
			.applicationName(role.user())
			.connectTimeout(CREATE_WITHIN)
			.statementTimeout(this.properties.statementTimeout())
			.lockWaitTimeout(this.properties.lockTimeout())
			.options(Map.of("idle_in_transaction_session_timeout",
					Long.toString(this.properties.idleTransactionTimeout().toMillis())))
			.preparedStatementCacheQueries(512)
			.tcpKeepAlive(true)
			.tcpNoDelay(true)
			.loopResources(this.loops)
			.sslMode(SSLMode.fromValue(address.sslMode()));
		if (address.sslRootCert() != null) {
			builder.sslRootCert(address.sslRootCert());
		}
		return new PostgresqlConnectionFactory(builder.build());
	}

	private ConnectionPool pool(String name, int size, TenantConnectionFactory connections) {
		return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
			.name(name)
			.initialSize(0)
			.minIdle(Math.min(2, size))
			.maxSize(size)
			.maxAcquireTime(this.properties.acquireTimeout())
			.maxCreateConnectionTime(CREATE_WITHIN)
			.acquireRetry(0)
			.customizer((builder) -> builder.evictionPredicate(ConnectionPools::isSpent)
				.maxPendingAcquire(this.properties.maxWaiting())
				.evictInBackground(Duration.ofSeconds(30)))
			.build());
	}

	/**
	 * Looked at before a connection is handed out too, so after a restart of PostgreSQL
	 * nobody gets one of the old connections.
	 */
	private static boolean isSpent(Connection connection, PooledRefMetadata metadata) {
		return metadata.idleTime() >= MAX_IDLE.toMillis() || metadata.lifeTime() >= MAX_LIFE.toMillis()
				|| TenantConnectionFactory.isBroken(connection);
	}

	@Override
	public void close() {
		Mono.whenDelayError(this.app.disposeLater(), this.system.disposeLater())
			.then(this.loops.disposeLater(Duration.ZERO, CLOSE_WITHIN))
			.timeout(CLOSE_WITHIN)
			.onErrorComplete((ex) -> {
				log.warn("The connection pools did not close within {}", CLOSE_WITHIN, ex);
				return true;
			})
			.block();
	}

}
