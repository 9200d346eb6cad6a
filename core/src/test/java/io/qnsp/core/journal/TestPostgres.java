package io.qnsp.core.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.TenantConnectionFactory;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.util.FileSystemUtils;

/**
 * A real, durable PostgreSQL with the journal's schema and the three roles.
 */
public final class TestPostgres implements AutoCloseable {

	private static final Path MIGRATION = Path.of("../app/src/main/resources/db/migration/V002__journal.sql");

	private static final Path JOBS = Path.of("../app/src/main/resources/db/migration/V006_1__job.sql");

	private static final Path LOOKUP = Path.of("../app/src/main/resources/db/migration/V016_1__audit_event_lookup.sql");

	private static final Path FOUNDATION = Path.of("../app/src/main/resources/db/migration/V001__foundation.sql");

	private static TestPostgres shared;

	private final List<ConnectionPool> pools = new ArrayList<>();

	private final Path directory;

	private EmbeddedPostgres server;

	private ConnectionPool systemPool;

	private TestPostgres() throws IOException {
		this.directory = Files.createTempDirectory("qnsp-journal-tests");
		this.server = start(0);
	}

	private EmbeddedPostgres start(int port) throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("full_page_writes", "on")
			.setServerConfig("max_connections", "200")
			.setServerConfig("shared_buffers", "256MB")
			.setServerConfig("idle_in_transaction_session_timeout", "20s")
			.setServerConfig("lock_timeout", "20s")
			.setDataDirectory(this.directory.resolve("data"))
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setPGStartupWait(Duration.ofSeconds(60));
		if (port != 0) {
			builder.setPort(port);
		}
		return builder.start();
	}

	/**
	 * The one that tests share; each begins with {@link #reset}.
	 * @return an empty journal
	 */
	public static synchronized TestPostgres shared() {
		if (shared == null) {
			shared = create();
			Runtime.getRuntime().addShutdownHook(new Thread(shared::closeAtExit));
		}
		return shared.reset();
	}

	/**
	 * One of its own, to be stopped and started.
	 * @return an empty journal
	 */
	public static TestPostgres create() {
		try {
			TestPostgres postgres = new TestPostgres();
			postgres.execute("""
					CREATE ROLE qnsp_owner LOGIN;
					CREATE ROLE qnsp_app LOGIN;
					CREATE ROLE qnsp_system LOGIN;
					ALTER ROLE qnsp_owner SET search_path = qnsp;
					ALTER ROLE qnsp_app SET search_path = qnsp;
					ALTER ROLE qnsp_system SET search_path = qnsp;
					CREATE SCHEMA qnsp AUTHORIZATION qnsp_owner;
					""");
			postgres.executeAs("qnsp_owner", Files.readString(FOUNDATION), Files.readString(MIGRATION),
					Files.readString(JOBS), Files.readString(LOOKUP));
			return postgres.reset();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public TestPostgres reset() {
		execute("TRUNCATE qnsp.audit_event, qnsp.projection_cursor, qnsp.usage_meter, qnsp.job");
		executeAs("qnsp_system", "SELECT create_audit_partitions(3)");
		return this;
	}

	/**
	 * The server's end without a goodbye.
	 */
	public void stop() throws IOException {
		this.server.close();
	}

	public void startAgain() throws IOException {
		this.server = start(this.server.getPort());
	}

	/**
	 * A connection of the superuser, to disturb with.
	 * @return a plain JDBC connection
	 */
	public Connection superuser() throws SQLException {
		return connect("postgres");
	}

	private Connection connect(String role) throws SQLException {
		return DriverManager.getConnection(url(role));
	}

	public String url(String role) {
		return this.server.getJdbcUrl(role, "postgres");
	}

	public void execute(String... scripts) {
		executeAs("postgres", scripts);
	}

	public void executeAs(String role, String... scripts) {
		try (Connection connection = connect(role); Statement statement = connection.createStatement()) {
			for (String script : scripts) {
				statement.execute(script);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	public long count(String query) {
		return Long.parseLong(texts(query).getFirst());
	}

	public List<String> texts(String query) {
		try (Connection connection = superuser();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(query)) {
			List<String> texts = new ArrayList<>();
			while (rows.next()) {
				texts.add(rows.getString(1));
			}
			return texts;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Connections across tenants.
	 * @return a pool
	 */
	public ConnectionPool systemPool() {
		if (this.systemPool == null) {
			this.systemPool = pool("qnsp_system", Map.of(), 8);
		}
		return this.systemPool;
	}

	public ConnectionPool tenantPool(UUID tenantId, int size) {
		return pool("qnsp_app", Map.of("qnsp.tenant", tenantId.toString()), size);
	}

	private ConnectionPool pool(String role, Map<String, String> options, int size) {
		PostgresqlConnectionFactory connections = new PostgresqlConnectionFactory(
				PostgresqlConnectionConfiguration.builder()
					.host("localhost")
					.port(this.server.getPort())
					.username(role)
					.database("postgres")
					.options(options)
					.connectTimeout(Duration.ofSeconds(1))
					.build());
		ConnectionPool pool = new ConnectionPool(ConnectionPoolConfiguration
			.builder(TenantConnectionFactory.acrossTenants(connections, Duration.ofSeconds(5)))
			.initialSize(0)
			.maxSize(size)
			.maxAcquireTime(Duration.ofSeconds(10))
			.build());
		this.pools.add(pool);
		return pool;
	}

	public Sql system() {
		return new Sql(systemPool(), Duration.ofSeconds(5));
	}

	private void closeAtExit() {
		try {
			close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.pools.forEach(ConnectionPool::dispose);
		this.server.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
