package io.qnsp.app.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.app.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every tenant-owned table that the catalogue of the database knows: raw SQL under the
 * application's role, on a connection of tenant A, reads and changes nothing of tenant B.
 */
class TenantTablesIT {

	private static final UUID TENANT_A = UUID.randomUUID();

	private static final UUID TENANT_B = UUID.randomUUID();

	private static final String PRIVILEGE = "42501";

	/** Partitions are closed to the role and reached through their parent only. */
	private static final String TABLES = """
			SELECT c.relname, array_to_string(array_agg(a.attname::text ORDER BY a.attnum), ',')
			FROM pg_class c
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname LIKE '%tenant_id' AND NOT a.attisdropped
			WHERE c.relnamespace = 'qnsp'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
				AND c.relname NOT LIKE '%\\_probe%'
			GROUP BY c.relname ORDER BY c.relname
			""";

	private static final TenantRows ROWS = new TenantRows();

	/** The tables, each with the columns that say whose a row is. */
	private static Map<String, List<String>> tables = Map.of();

	@BeforeAll
	static void makeRowsOfTenantB() throws SQLException {
		TestServer.migrated(TestServer.properties(Map.of()));
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT create_audit_partitions(1)");
			tables = tables(statement);
			for (String table : ROWS.tables()) {
				if (tables.containsKey(table)) {
					statement.execute(required(table, TENANT_B));
				}
			}
		}
	}

	private static Map<String, List<String>> tables(Statement statement) throws SQLException {
		Map<String, List<String>> found = new java.util.TreeMap<>();
		try (ResultSet rows = statement.executeQuery(TABLES)) {
			while (rows.next()) {
				List<String> columns = List.of(rows.getString(2).split(","));
				found.put(rows.getString(1), columns.contains("tenant_id") ? List.of("tenant_id") : columns);
			}
		}
		return found;
	}

	private static String required(String table, UUID tenant) {
		@Nullable String insert = ROWS.insert(table, tenant);
		assertThat(insert)
			.as("Table %s holds tenants' rows, and src/test/resources/%s does not say how to make one: add it, so that"
					+ " its isolation is tested", table, TenantRows.FILE)
			.isNotNull();
		return insert;
	}

	@TestFactory
	Stream<DynamicTest> everyTenantTableIsIsolated() {
		assertThat(tables).containsKeys("audit_event", "api_key", "tenant", "usage_meter");
		return tables.keySet().stream().map((table) -> DynamicTest.dynamicTest(table, () -> isIsolated(table)));
	}

	private static void isIsolated(String table) throws SQLException {
		required(table, TENANT_B);
		String before = rowsOfB(table);
		assertThat(before).as("row of tenant B in " + table).isNotEmpty();
		readsNothing(table);
		changesNothing(table, "DELETE FROM " + table + " WHERE " + ofB(table));
		for (String column : columns(table)) {
			changesNothing(table, "UPDATE %s SET %s = %s WHERE %s".formatted(table, column, column, ofB(table)));
		}
		// Without a condition: whatever the tenant has of its own, nothing of B goes.
		asTenant(TENANT_A, (statement) -> attempt(statement, "DELETE FROM " + table));
		writesNothing(table);
		assertThat(rowsOfB(table)).as("rows of tenant B in " + table).isEqualTo(before);
	}

	private static void readsNothing(String table) throws SQLException {
		String readable = "SELECT has_table_privilege('qnsp_app', 'qnsp." + table + "', 'SELECT')";
		boolean open = asTenant(TENANT_B, (statement) -> first(statement, readable)).equals("t");
		if (!open) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> asTenant(TENANT_A, (statement) -> first(statement, "SELECT * FROM " + table)))
				.matches((ex) -> PRIVILEGE.equals(ex.getSQLState()));
			return;
		}
		String count = "SELECT count(*) FROM " + table + " WHERE " + ofB(table);
		assertThat(asTenant(TENANT_B, (statement) -> first(statement, count)))
			.as("what tenant B sees of its own in " + table)
			.isNotEqualTo("0");
		assertThat(asTenant(TENANT_A, (statement) -> first(statement, count)))
			.as("what tenant A sees of tenant B in " + table)
			.isEqualTo("0");
		String foreign = "SELECT count(*) FROM %s WHERE '%s' NOT IN (%s)".formatted(table, TENANT_A,
				String.join(", ", columns(table)));
		assertThat(asTenant(TENANT_A, (statement) -> first(statement, foreign)))
			.as("what tenant A sees of anybody else in " + table)
			.isEqualTo("0");
	}

	private static void changesNothing(String table, String sql) throws SQLException {
		assertThat(asTenant(TENANT_A, (statement) -> attempt(statement, sql))).as(sql).isIn("0", PRIVILEGE);
	}

	private static void writesNothing(String table) {
		assertThatExceptionOfType(SQLException.class).as("a row of tenant B in " + table + " by tenant A")
			.isThrownBy(() -> asTenant(TENANT_A, (statement) -> {
				statement.execute(required(table, TENANT_B));
				return "";
			}))
			.matches((ex) -> PRIVILEGE.equals(ex.getSQLState()), "is refused by row-level security or privilege");
	}

	private static List<String> columns(String table) {
		return tables.getOrDefault(table, List.of());
	}

	private static String ofB(String table) {
		return columns(table).stream()
			.map((column) -> column + " = '" + TENANT_B + "'")
			.collect(Collectors.joining(" OR ", "(", ")"));
	}

	private static String rowsOfB(String table) throws SQLException {
		List<String> rows = new ArrayList<>();
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = connection.createStatement();
				ResultSet found = statement
					.executeQuery("SELECT t::text FROM %s t WHERE %s ORDER BY 1".formatted(table, ofB(table)))) {
			while (found.next()) {
				rows.add(found.getString(1));
			}
		}
		return String.join("\n", rows);
	}

	/**
	 * The number of rows changed, or the SQLSTATE of the refusal.
	 */
	private static String attempt(Statement statement, String sql) throws SQLException {
		try {
			return Integer.toString(statement.executeUpdate(sql));
		}
		catch (SQLException ex) {
			if (PRIVILEGE.equals(ex.getSQLState())) {
				return PRIVILEGE;
			}
			throw ex;
		}
	}

	private static String asTenant(UUID tenant, Work work) throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_app").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT set_config('qnsp.tenant', '%s', false)".formatted(tenant));
			return work.run(statement);
		}
	}

	private static String first(Statement statement, String sql) throws SQLException {
		try (ResultSet rows = statement.executeQuery(sql)) {
			return rows.next() ? String.valueOf(rows.getString(1)) : "";
		}
	}

	/**
	 * Raw SQL on a connection of a tenant.
	 */
	@FunctionalInterface
	private interface Work {

		String run(Statement statement) throws SQLException;

	}

}
