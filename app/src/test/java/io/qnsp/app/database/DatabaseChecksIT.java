package io.qnsp.app.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.app.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DatabaseChecksIT {

	@Test
	void acceptsTheEmbeddedServer() {
		DatabaseServer server = TestServer.migrated(TestServer.properties(Map.of()));
		assertThatCode(() -> DatabaseChecks.requireDurableAndIsolated(server)).doesNotThrowAnyException();
	}

	@Test
	void namesEveryFaultOfAServerThatLosesDataAndOfRolesThatSeeTooMuch() throws Exception {
		// zonky's own defaults: fsync off, synchronous_commit off.
		try (EmbeddedPostgres careless = EmbeddedPostgres.start();
				DataDirectory folder = DataDirectory.open(TestDatabase.newFolder())) {
			prepare(careless, "ALTER ROLE qnsp_app BYPASSRLS", "GRANT qnsp_owner TO qnsp_system",
					"ALTER ROLE qnsp_owner SUPERUSER", "ALTER ROLE qnsp_app CREATEROLE");
			DatabaseServer server = DatabaseServer.start(external(careless.getPort()), folder);
			assertThatIllegalStateException().isThrownBy(() -> DatabaseChecks.requireDurableAndIsolated(server))
				.withMessageContaining("fsync: off (expected: on)")
				.withMessageContaining("synchronous_commit of qnsp_app: off (expected: on)")
				.withMessageContaining("qnsp_owner is a superuser")
				.withMessageContaining("qnsp_app has BYPASSRLS")
				.withMessageContaining("qnsp_app has CREATEROLE")
				.withMessageContaining("qnsp_system is a member of qnsp_owner");
		}
	}

	@Test
	void databaseByUrlNeedsThePasswords() {
		DatabaseProperties properties = new Binder(new MapConfigurationPropertySource(
				Map.of("qnsp.database.url", "postgresql://127.0.0.1/qnsp", "qnsp.database.owner.password", "secret")))
			.bind("qnsp.database", DatabaseProperties.class)
			.get();
		try (DataDirectory folder = DataDirectory.open(TestDatabase.newFolder())) {
			assertThatIllegalArgumentException().isThrownBy(() -> DatabaseServer.start(properties, folder))
				.withMessageContaining("qnsp.database.app.password: not set");
		}
	}

	private static DatabaseProperties external(int port) {
		return new Binder(new MapConfigurationPropertySource(Map.of("qnsp.database.url",
				"postgresql://127.0.0.1:%d/qnsp?sslmode=disable".formatted(port), "qnsp.database.owner.password", "any",
				"qnsp.database.app.password", "any", "qnsp.database.system.password", "any")))
			.bind("qnsp.database", DatabaseProperties.class)
			.get();
	}

	private static void prepare(EmbeddedPostgres postgres, String... statements) throws SQLException, IOException {
		try (Connection connection = postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE qnsp");
		}
		try (Connection connection = postgres.getDatabase("postgres", "qnsp").getConnection();
				Statement statement = connection.createStatement()) {
			statement
				.execute(new ClassPathResource("db/bootstrap/roles.sql").getContentAsString(StandardCharsets.UTF_8));
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
