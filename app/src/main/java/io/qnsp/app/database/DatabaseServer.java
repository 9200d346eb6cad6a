package io.qnsp.app.database;

import io.qnsp.app.database.embedded.EmbeddedPostgresServer;
import io.qnsp.app.datadir.DataDirectory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database server and how its three roles log in. Stops the embedded one when closed.
 */
final class DatabaseServer implements AutoCloseable {

	private final DatabaseAddress address;

	private final String ownerPassword;

	private final String appPassword;

	private final String systemPassword;

	private final @Nullable EmbeddedPostgresServer embedded;

	private DatabaseServer(DatabaseAddress address, String ownerPassword, String appPassword, String systemPassword,
			@Nullable EmbeddedPostgresServer embedded) {
		this.address = address;
		this.ownerPassword = ownerPassword;
		this.appPassword = appPassword;
		this.systemPassword = systemPassword;
		this.embedded = embedded;
	}

	/**
	 * Starts the embedded server, or takes the one by URL. Blocks.
	 */
	static DatabaseServer start(DatabaseProperties properties, DataDirectory dataDirectory) {
		return properties.isEmbedded() ? embedded(properties, dataDirectory) : external(properties);
	}

	private static DatabaseServer embedded(DatabaseProperties properties, DataDirectory dataDirectory) {
		EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(dataDirectory,
				properties.appPoolSize() + properties.systemPoolSize());
		DatabaseAddress address = new DatabaseAddress("127.0.0.1", postgres.port(), postgres.database(), "disable",
				null);
		return new DatabaseServer(address, postgres.password(DatabaseRole.OWNER.user()),
				postgres.password(DatabaseRole.APP.user()), postgres.password(DatabaseRole.SYSTEM.user()), postgres);
	}

	private static DatabaseServer external(DatabaseProperties properties) {
		return new DatabaseServer(DatabaseAddress.parse(String.valueOf(properties.url())),
				required("owner", properties.owner()), required("app", properties.app()),
				required("system", properties.system()), null);
	}

	private static String required(String role, DatabaseProperties.Account account) {
		String password = account.password();
		if (password == null) {
			throw new IllegalArgumentException(
					"qnsp.database.%s.password: not set (expected: the password of role qnsp_%s, since a database URL is set)"
						.formatted(role, role));
		}
		return password;
	}

	DatabaseAddress address() {
		return this.address;
	}

	String password(DatabaseRole role) {
		return switch (role) {
			case OWNER -> this.ownerPassword;
			case APP -> this.appPassword;
			case SYSTEM -> this.systemPassword;
		};
	}

	/**
	 * Blocking connections, for start-up only.
	 * @param role who logs in
	 * @param options settings of the session, as {@code -c name=value}
	 */
	PGSimpleDataSource dataSource(DatabaseRole role, String options) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { this.address.host() });
		source.setPortNumbers(new int[] { this.address.port() });
		source.setDatabaseName(this.address.database());
		source.setUser(role.user());
		source.setPassword(password(role));
		source.setConnectTimeout(10);
		source.setOptions(options);
		source.setSslMode(this.address.sslMode());
		if (this.address.sslRootCert() != null) {
			source.setSslRootCert(this.address.sslRootCert());
		}
		return source;
	}

	@Override
	public void close() {
		if (this.embedded != null) {
			this.embedded.close();
		}
	}

}
