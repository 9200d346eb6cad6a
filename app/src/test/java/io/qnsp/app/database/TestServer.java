package io.qnsp.app.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.app.testing.TestDatabase;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * The parts of the database as the application wires them, without the application.
 */
final class TestServer {

	private TestServer() {
	}

	static DatabaseProperties properties(Map<String, String> changes) {
		Map<String, String> values = new HashMap<>(TestDatabase.properties());
		// Only tests of this very limit may depend on how busy the machine is.
		values.put("qnsp.database.acquire-timeout", "60s");
		changes.forEach((name, value) -> values.put("qnsp.database." + name, value));
		return new Binder(new MapConfigurationPropertySource(values)).bind("qnsp.database", DatabaseProperties.class)
			.get();
	}

	static DatabaseServer migrated(DatabaseProperties properties) {
		try (DataDirectory folder = DataDirectory.open(TestDatabase.newFolder())) {
			DatabaseServer server = DatabaseServer.start(properties, folder);
			Schema.migrate(server);
			return server;
		}
	}

	static ConnectionPools pools(Map<String, String> changes) {
		DatabaseProperties properties = properties(changes);
		return ConnectionPools.open(migrated(properties), properties);
	}

	static void asOwner(String... statements) throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_owner").getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
