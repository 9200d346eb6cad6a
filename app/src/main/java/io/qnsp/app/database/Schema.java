package io.qnsp.app.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * The schema at the version of this server. Whatever uses the database depends on it.
 *
 * @param version the version, such as {@code 001}
 */
record Schema(String version) {

	static final String NAME = "qnsp";

	/** A statement on a protected table fails here instead of silently seeing no rows. */
	private static final String SESSION = "-c row_security=off -c lock_timeout=30s";

	/**
	 * Brings the schema to this server's version and checks the result. Several servers
	 * may do so at once. Blocks.
	 * @throws IllegalStateException when the schema is newer, was changed by hand, or
	 * leaves a tenant's table unprotected
	 */
	static Schema migrate(DatabaseServer server) {
		DataSource owner = server.dataSource(DatabaseRole.OWNER, SESSION);
		Flyway flyway = Flyway.configure()
			.dataSource(owner)
			.locations("classpath:db/migration")
			.defaultSchema(NAME)
			.schemas(NAME)
			.createSchemas(true)
			.validateMigrationNaming(true)
			.ignoreMigrationPatterns(new String[0])
			.cleanDisabled(true)
			.load();
		flyway.migrate();
		MigrationInfo current = flyway.info().current();
		if (current == null || flyway.info().pending().length > 0) {
			throw new IllegalStateException("Schema %s: %d migrations were not applied (expected: none)".formatted(NAME,
					flyway.info().pending().length));
		}
		requireProtectedTables(owner);
		return new Schema(current.getVersion().getVersion());
	}

	private static void requireProtectedTables(DataSource owner) {
		List<String> tables = new ArrayList<>();
		try (Connection connection = owner.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT qnsp.unprotected_tenant_tables()::text")) {
			while (rows.next()) {
				tables.add(rows.getString(1));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Row-level security can't be checked", ex);
		}
		if (!tables.isEmpty()) {
			throw new IllegalStateException(
					"Tables %s hold tenants' rows without forced row-level security (expected: protect_tenant_table)"
						.formatted(tables));
		}
	}

}
