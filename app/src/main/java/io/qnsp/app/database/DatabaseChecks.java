package io.qnsp.app.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What must hold before the server answers anybody: nothing acknowledged can be lost, and
 * no role of the server can pass row-level security. Finds all faults, then refuses.
 */
final class DatabaseChecks {

	private static final int OLDEST_VERSION = 160000;

	private static final String SETTINGS = """
			SELECT current_setting('server_version_num')::int, current_setting('fsync'),
				current_setting('full_page_writes'), current_setting('synchronous_commit'),
				current_setting('server_encoding')
			""";

	private static final String ROLE = """
			SELECT rolsuper, rolbypassrls, rolcreaterole,
				rolname <> 'qnsp_owner' AND pg_has_role('qnsp_owner', 'MEMBER')
			FROM pg_roles WHERE rolname = current_user
			""";

	private final DatabaseServer server;

	private final List<String> faults = new ArrayList<>();

	private DatabaseChecks(DatabaseServer server) {
		this.server = server;
	}

	/**
	 * Checks the server's settings and its roles. Blocks.
	 * @throws IllegalStateException naming every fault
	 */
	static void requireDurableAndIsolated(DatabaseServer server) {
		DatabaseChecks checks = new DatabaseChecks(server);
		for (DatabaseRole role : DatabaseRole.values()) {
			checks.check(role);
		}
		if (!checks.faults.isEmpty()) {
			throw new IllegalStateException("The database can't be used: " + String.join("; ", checks.faults));
		}
	}

	private void check(DatabaseRole role) {
		try (Connection connection = this.server.dataSource(role, "").getConnection();
				Statement statement = connection.createStatement()) {
			checkSettings(role, statement);
			checkRole(role, statement);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Role %s can't use database %s on %s:%d".formatted(role.user(),
					this.server.address().database(), this.server.address().host(), this.server.address().port()), ex);
		}
	}

	private void checkSettings(DatabaseRole role, Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery(SETTINGS)) {
			row.next();
			require(row.getInt(1) >= OLDEST_VERSION,
					"server_version_num: %d (expected: %d or newer)".formatted(row.getInt(1), OLDEST_VERSION));
			require(!row.getString(2).equals("off"), "fsync: off (expected: on)");
			require(!row.getString(3).equals("off"), "full_page_writes: off (expected: on)");
			require(!row.getString(4).equals("off"),
					"synchronous_commit of %s: off (expected: on)".formatted(role.user()));
			require(row.getString(5).equals("UTF8"),
					"server_encoding: %s (expected: UTF8)".formatted(row.getString(5)));
		}
	}

	private void checkRole(DatabaseRole role, Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery(ROLE)) {
			row.next();
			require(!row.getBoolean(1), "%s is a superuser (expected: NOSUPERUSER)".formatted(role.user()));
			require(!row.getBoolean(2), "%s has BYPASSRLS (expected: NOBYPASSRLS)".formatted(role.user()));
			require(!row.getBoolean(3), "%s has CREATEROLE (expected: NOCREATEROLE)".formatted(role.user()));
			require(!row.getBoolean(4), "%s is a member of qnsp_owner (expected: not)".formatted(role.user()));
		}
	}

	private void require(boolean holds, String fault) {
		if (!holds && !this.faults.contains(fault)) {
			this.faults.add(fault);
		}
	}

}
