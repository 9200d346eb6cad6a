package io.qnsp.app.database;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the database is reached.
 *
 * @param url {@code postgresql://host:port/database}, with {@code ?sslmode=} and
 * {@code &sslrootcert=} where wanted; without it PostgreSQL runs embedded
 * @param owner password of the role that owns the schema; for a database by URL
 * @param app password of the role that serves callers; for a database by URL
 * @param system password of the role that works across tenants; for a database by URL
 * @param appPoolSize most connections of the role that serves callers
 * @param systemPoolSize most connections of the role that works across tenants
 * @param maxWaiting how many callers may wait for a connection; more are refused at once
 * @param acquireTimeout how long a caller waits for a connection
 * @param statementTimeout when PostgreSQL cancels a statement
 * @param lockTimeout when PostgreSQL gives up waiting for a lock
 * @param idleTransactionTimeout when PostgreSQL ends a session whose transaction is idle
 */
@ConfigurationProperties("qnsp.database")
record DatabaseProperties(@Nullable String url, @DefaultValue Account owner, @DefaultValue Account app,
		@DefaultValue Account system, @DefaultValue("16") int appPoolSize, @DefaultValue("6") int systemPoolSize,
		@DefaultValue("2000") int maxWaiting, @DefaultValue("2s") Duration acquireTimeout,
		@DefaultValue("5s") Duration statementTimeout, @DefaultValue("2s") Duration lockTimeout,
		@DefaultValue("30s") Duration idleTransactionTimeout) {

	/** The driver stalls on a lost answer, so this side gives up after the server. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	DatabaseProperties {
		requirePositive("appPoolSize", appPoolSize);
		requirePositive("systemPoolSize", systemPoolSize);
		requirePositive("maxWaiting", maxWaiting);
		requirePositive("acquireTimeout", acquireTimeout);
		requirePositive("statementTimeout", statementTimeout);
		requirePositive("lockTimeout", lockTimeout);
		requirePositive("idleTransactionTimeout", idleTransactionTimeout);
	}

	private static void requirePositive(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("qnsp.database.%s: %d (expected: 1 or more)".formatted(name, value));
		}
	}

	private static void requirePositive(String name, Duration value) {
		if (value.toMillis() < 1) {
			throw new IllegalArgumentException("qnsp.database.%s: %s (expected: 1ms or more)".formatted(name, value));
		}
	}

	boolean isEmbedded() {
		return this.url == null || this.url.isBlank();
	}

	/**
	 * How long a connection may take to answer again after its statement was given up.
	 */
	Duration answerWithin() {
		return this.statementTimeout.plus(GRACE);
	}

	/**
	 * How long one statement may take on this side, waiting for a connection included.
	 */
	Duration clientTimeout() {
		return this.acquireTimeout.plus(this.statementTimeout).plus(GRACE);
	}

	/**
	 * What a role logs in with.
	 *
	 * @param password the password
	 */
	record Account(@Nullable String password) {

		@Override
		public String toString() {
			return "Account[password=" + ((this.password != null) ? "set" : "unset") + "]";
		}

	}

}
