package io.qnsp.app.proof;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.qnsp.app.database.embedded.EmbeddedPostgresServer;
import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.app.testing.TestDatabase;

/**
 * A PostgreSQL of its own for servers that come and go: no server owns it, so it outlives
 * each of them. All have one root key.
 */
final class SharedDatabase implements AutoCloseable {

	private static final int CONNECTIONS = 80;

	private static final int KEY_BYTES = 32;

	private final DataDirectory directory = DataDirectory.open(TestDatabase.newFolder());

	private final EmbeddedPostgresServer server = EmbeddedPostgresServer.start(this.directory, CONNECTIONS);

	/**
	 * The environment that points a server at it.
	 */
	Map<String, String> environment() {
		this.directory.readOrCreateSecret("root.key", SharedDatabase::rootKey);
		Map<String, String> environment = new HashMap<>();
		environment.put("QNSP_DATABASE_URL",
				"postgresql://127.0.0.1:%d/%s?sslmode=disable".formatted(this.server.port(), this.server.database()));
		for (String role : List.of("owner", "app", "system")) {
			environment.put("QNSP_DATABASE_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD",
					this.server.password("qnsp_" + role));
		}
		environment.put("QNSP_ROOT_KEY_FILE", this.directory.resolve("root.key").toString());
		return environment;
	}

	// Nothing that it protects outlives the test.
	private static byte[] rootKey() {
		byte[] key = new byte[KEY_BYTES];
		Arrays.fill(key, (byte) 0x5a);
		return key;
	}

	/**
	 * Blocking access as the role that sees all tenants.
	 */
	JdbcTemplate system() {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { "127.0.0.1" });
		source.setPortNumbers(new int[] { this.server.port() });
		source.setDatabaseName(this.server.database());
		source.setCurrentSchema("qnsp");
		source.setUser("qnsp_system");
		source.setPassword(this.server.password("qnsp_system"));
		return new JdbcTemplate(source);
	}

	@Override
	public void close() {
		this.server.close();
		this.directory.close();
	}

}
