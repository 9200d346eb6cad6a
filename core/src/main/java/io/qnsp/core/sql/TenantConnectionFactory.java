package io.qnsp.core.sql;

import java.time.Duration;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Makes every connection of an r2dbc-pool carry the tenant of the chain that takes it.
 * Stands between the pool and the driver: the pool calls its connections' life cycle with
 * the borrower's Reactor context, and there the tenant is set as {@code qnsp.tenant}
 * before the borrower gets the connection. A borrower without a tenant gets a connection
 * that sees no tenant's rows; so does one without a pool.
 *
 * <p>
 * The tenant that a physical connection has is remembered, so that the round trip is
 * saved when the next borrower works for the same one. It is unknown from the moment a
 * change is sent until PostgreSQL has confirmed it.
 */
public final class TenantConnectionFactory implements ConnectionFactory, Wrapped<ConnectionFactory> {

	private final ConnectionFactory driver;

	private final boolean perTenant;

	private final Duration answerWithin;

	private TenantConnectionFactory(ConnectionFactory driver, boolean perTenant, Duration answerWithin) {
		this.driver = driver;
		this.perTenant = perTenant;
		this.answerWithin = answerWithin;
	}

	/**
	 * Creates connections that carry their borrower's tenant.
	 * @param driver the driver's connection factory, not a pool
	 * @param answerWithin how long a connection whose statement was given up may take to
	 * answer again before it is closed instead of being handed to the next borrower;
	 * longer than the server's statement timeout
	 * @return the factory to put below a pool
	 */
	public static TenantConnectionFactory perTenant(ConnectionFactory driver, Duration answerWithin) {
		return new TenantConnectionFactory(driver, true, answerWithin);
	}

	/**
	 * Creates connections for a role that works across tenants: they carry no tenant, and
	 * are guarded against statements that were given up all the same.
	 * @param driver the driver's connection factory, not a pool
	 * @param answerWithin as in {@link #perTenant}
	 * @return the factory to put below a pool
	 */
	public static TenantConnectionFactory acrossTenants(ConnectionFactory driver, Duration answerWithin) {
		return new TenantConnectionFactory(driver, false, answerWithin);
	}

	/**
	 * Whether the pool should rather throw a connection away than hand it out. Never
	 * blocks.
	 * @param connection a connection of this factory
	 * @return true when its socket is closed
	 */
	public static boolean isBroken(Connection connection) {
		return connection instanceof TenantConnection tenantConnection && tenantConnection.isBroken();
	}

	@Override
	public Publisher<Connection> create() {
		return Mono.from(this.driver.create())
			.map((connection) -> new TenantConnection(connection, this.perTenant, this.answerWithin));
	}

	@Override
	public ConnectionFactoryMetadata getMetadata() {
		return this.driver.getMetadata();
	}

	@Override
	public ConnectionFactory unwrap() {
		return this.driver;
	}

}
