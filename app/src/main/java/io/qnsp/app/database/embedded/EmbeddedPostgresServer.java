package io.qnsp.app.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.qnsp.app.datadir.DataDirectory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.postgresql.util.PasswordUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.ClassPathResource;

/**
 * PostgreSQL in the data folder, started by this process and stopped by {@link #close}.
 * All methods block.
 *
 * <p>
 * Durable: {@code fsync}, {@code full_page_writes} and {@code synchronous_commit} are on.
 * Closed: it listens on 127.0.0.1 only, without a Unix socket, and every role needs its
 * SCRAM password from the very first start, the superuser too.
 *
 * <p>
 * When PostgreSQL ends by itself (killed for memory, say) it is started again on the same
 * port: nobody else watches over it. Until then, calls are answered 503.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresServer.class);

	private static final String SUPERUSER = "postgres";

	private static final String DATABASE = "qnsp";

	private static final List<String> ROLES = List.of("qnsp_owner", "qnsp_app", "qnsp_system");

	private static final String PASSWORD_FILE = "postgres.pwfile";

	/** Crash recovery included: it replays at most {@code max_wal_size}. */
	private static final Duration START_WITHIN = Duration.ofMinutes(2);

	private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("listen_addresses", "127.0.0.1"),
			Map.entry("unix_socket_directories", ""), Map.entry("fsync", "on"), Map.entry("full_page_writes", "on"),
			Map.entry("synchronous_commit", "on"), Map.entry("password_encryption", "scram-sha-256"),
			Map.entry("shared_buffers", "256MB"), Map.entry("work_mem", "8MB"),
			Map.entry("maintenance_work_mem", "128MB"), Map.entry("effective_cache_size", "1GB"),
			Map.entry("random_page_cost", "1.1"), Map.entry("jit", "off"), Map.entry("wal_compression", "pglz"),
			Map.entry("max_wal_size", "1GB"), Map.entry("min_wal_size", "256MB"),
			Map.entry("idle_in_transaction_session_timeout", "30s"), Map.entry("cluster_name", DATABASE));

	private final Path cluster;

	private final ClusterPasswords passwords;

	private final int port;

	private final PostgresWatch watch;

	private volatile EmbeddedPostgres postgres;

	private EmbeddedPostgresServer(EmbeddedPostgres postgres, Path cluster, ClusterPasswords passwords) {
		this.postgres = postgres;
		this.cluster = cluster;
		this.passwords = passwords;
		this.port = postgres.getPort();
		this.watch = new PostgresWatch(cluster);
	}

	/**
	 * Starts PostgreSQL, after making the cluster if there is none and stopping what an
	 * earlier server left running.
	 * @param dataDirectory where the cluster, the passwords' secret and the unpacked
	 * binaries live
	 * @param maxConnections how many connections the server's roles may open together
	 * @return the running server with its database, roles and passwords in place
	 * @throws IllegalStateException when it can't be started
	 */
	public static EmbeddedPostgresServer start(DataDirectory dataDirectory, int maxConnections) {
		try {
			ClusterDirectory cluster = new ClusterDirectory(dataDirectory);
			new StalePostgres(cluster.path()).stop();
			if (cluster.isFinished()) {
				ClusterPasswords passwords = ClusterPasswords.existing(dataDirectory);
				EmbeddedPostgresServer server = launch(builder(dataDirectory, maxConnections, passwords), cluster,
						passwords);
				server.closeOnFailure(server::createRoles);
				return server.watched(dataDirectory, maxConnections);
			}
			return firstStart(dataDirectory, maxConnections, cluster).watched(dataDirectory, maxConnections);
		}
		catch (IOException ex) {
			throw new IllegalStateException("PostgreSQL can't be started in %s".formatted(dataDirectory.path()), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while PostgreSQL was starting", ex);
		}
	}

	private EmbeddedPostgresServer watched(DataDirectory dataDirectory, int maxConnections) {
		this.watch.begin(() -> {
			this.postgres.close();
			new StalePostgres(this.cluster).stop();
			this.postgres = builder(dataDirectory, maxConnections, this.passwords).setPort(this.port).start();
			return true;
		});
		return this;
	}

	private static EmbeddedPostgresServer firstStart(DataDirectory dataDirectory, int maxConnections,
			ClusterDirectory cluster) throws IOException, InterruptedException {
		ClusterPasswords passwords = ClusterPasswords.readOrCreate(dataDirectory);
		cluster.beginInitialization();
		dataDirectory.writePrivately(PASSWORD_FILE, passwords.of(SUPERUSER).getBytes(StandardCharsets.US_ASCII));
		// zonky's "locale" options are initdb's command line. Its own "-A trust" comes
		// before them, so the last word is ours: nobody gets in without a password, at
		// no time. Text is ordered by code point, whatever the machine's C library.
		EmbeddedPostgres.Builder builder = builder(dataDirectory, maxConnections, passwords)
			.setLocaleConfig("auth", "scram-sha-256")
			.setLocaleConfig("pwfile", dataDirectory.resolve(PASSWORD_FILE).toString())
			.setLocaleConfig("locale", "C")
			.setLocaleConfig("locale-provider", "builtin")
			.setLocaleConfig("builtin-locale", "C.UTF-8");
		EmbeddedPostgresServer server = launch(builder, cluster, passwords);
		server.closeOnFailure(() -> {
			dataDirectory.remove(PASSWORD_FILE);
			server.createDatabase();
			server.createRoles();
			server.setPasswords();
			cluster.finishInitialization();
		});
		return server;
	}

	private static EmbeddedPostgres.Builder builder(DataDirectory dataDirectory, int maxConnections,
			ClusterPasswords passwords) {
		// zonky looks for old clusters to delete in this folder, by default in /tmp where
		// others can write.
		System.setProperty("ot.epg.working-dir", dataDirectory.privateFolder("postgres.work").toString());
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(dataDirectory.resolve("postgres"))
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setOverrideWorkingDirectory(dataDirectory.privateFolder(ClusterDirectory.BINARIES).toFile())
			.setPGStartupWait(START_WITHIN)
			.setConnectConfig("password", passwords.of(SUPERUSER))
			.setServerConfig("max_connections", Integer.toString(maxConnections + 10));
		SETTINGS.forEach(builder::setServerConfig);
		return builder;
	}

	private static EmbeddedPostgresServer launch(EmbeddedPostgres.Builder builder, ClusterDirectory cluster,
			ClusterPasswords passwords) throws IOException, InterruptedException {
		try {
			EmbeddedPostgres postgres = builder.start();
			// zonky lets others write into the folder of its binaries.
			cluster.closeBinaries();
			return new EmbeddedPostgresServer(postgres, cluster.path(), passwords);
		}
		catch (IOException | RuntimeException ex) {
			new StalePostgres(cluster.path()).stop();
			throw new IllegalStateException(
					"PostgreSQL does not start on %s; its own messages are in the log above".formatted(cluster.path())
							+ " (as root it needs the right to run \"unshare -U\"; otherwise use another user or"
							+ " QNSP_DATABASE_URL)",
					ex);
		}
	}

	private void closeOnFailure(SqlWork work) {
		try {
			work.run();
		}
		catch (SQLException | IOException ex) {
			close();
			throw new IllegalStateException("PostgreSQL's roles and database can't be set up", ex);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void createDatabase() throws SQLException {
		try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + DATABASE);
		}
	}

	private void createRoles() throws SQLException, IOException {
		String script = new ClassPathResource("db/bootstrap/roles.sql").getContentAsString(StandardCharsets.UTF_8);
		try (Connection connection = superuserConnection(); Statement statement = connection.createStatement()) {
			statement.execute(script);
		}
	}

	private void setPasswords() throws SQLException {
		try (Connection connection = superuserConnection(); Statement statement = connection.createStatement()) {
			for (String role : ROLES) {
				// The verifier, not the password: PostgreSQL may log the statement.
				String verifier = PasswordUtil.encodePassword(role, password(role).toCharArray(), "scram-sha-256");
				statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(role, verifier));
			}
		}
	}

	private Connection superuserConnection() throws SQLException {
		return this.postgres.getDatabase(SUPERUSER, DATABASE).getConnection();
	}

	/**
	 * Where it listens, on 127.0.0.1.
	 * @return the TCP port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The application's database.
	 * @return its name
	 */
	public String database() {
		return DATABASE;
	}

	/**
	 * The password of a role.
	 * @param role the role's name
	 * @return the password
	 */
	public String password(String role) {
		return this.passwords.of(role);
	}

	/**
	 * Reads a setting as the superuser.
	 * @param name the setting's name, such as {@code fsync}
	 * @return its value
	 */
	public String setting(String name) {
		try (Connection connection = superuserConnection();
				PreparedStatement statement = connection.prepareStatement("SELECT current_setting(?)")) {
			statement.setString(1, name);
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				return rows.getString(1);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Setting %s can't be read".formatted(name), ex);
		}
	}

	/**
	 * Stops PostgreSQL: open connections are closed, and it writes a checkpoint.
	 */
	@Override
	public void close() {
		this.watch.close();
		try {
			this.postgres.close();
			new StalePostgres(this.cluster).stop();
		}
		catch (IOException ex) {
			log.error("PostgreSQL on {} could not be stopped; the next start does it", this.cluster, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			log.warn("Interrupted while PostgreSQL on {} was stopping; the next start waits for it", this.cluster);
		}
	}

	/**
	 * Work on the fresh server.
	 */
	@FunctionalInterface
	private interface SqlWork {

		void run() throws SQLException, IOException;

	}

}
