package io.qnsp.app.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

import io.qnsp.app.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Row-level security with raw SQL under the server's roles. What it can't stop: whoever
 * runs SQL as qnsp_app can set qnsp.tenant to any tenant. So no SQL text is ever built
 * from input, and the connection's tenant comes from the credential alone.
 */
class TenantIsolationIT {

	private static final String TENANT_A = "0197a000-0000-7000-8000-00000000000a";

	private static final String TENANT_B = "0197a000-0000-7000-8000-00000000000b";

	@BeforeAll
	static void createTable() throws SQLException {
		TestServer.migrated(TestServer.properties(Map.of()));
		TestServer.asOwner("CREATE TABLE isolation_probe (id int PRIMARY KEY, tenant_id uuid NOT NULL, note text)",
				"CALL protect_tenant_table('isolation_probe')", "CREATE TABLE closed_probe (id int)");
	}

	@AfterAll
	static void dropTable() throws SQLException {
		TestServer.asOwner("DROP TABLE isolation_probe", "DROP TABLE closed_probe");
	}

	@BeforeEach
	void fillTable() throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("DELETE FROM isolation_probe");
			statement.execute("INSERT INTO isolation_probe VALUES (1, '%s', 'a'), (2, '%s', 'b'), (3, '%s', 'b')"
				.formatted(TENANT_A, TENANT_B, TENANT_B));
		}
	}

	@Test
	void readsOnlyItsOwnRows() throws SQLException {
		assertThat(asTenant(TENANT_A, "SELECT string_agg(id::text, ',' ORDER BY id) FROM isolation_probe"))
			.isEqualTo("1");
		assertThat(asTenant(TENANT_B, "SELECT string_agg(id::text, ',' ORDER BY id) FROM isolation_probe"))
			.isEqualTo("2,3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE isolation_probe SET note = 'x' WHERE id = 2",
			"DELETE FROM isolation_probe WHERE id IN (2, 3)",
			"UPDATE isolation_probe SET note = 'x' WHERE tenant_id = '" + TENANT_B + "'" })
	void changesNothingOfAnotherTenant(String sql) throws SQLException {
		assertThat(asTenant(TENANT_A, "WITH changed AS (" + sql + " RETURNING 1) SELECT count(*) FROM changed"))
			.isEqualTo("0");
		assertThat(asTenant(TENANT_B, "SELECT count(*) FROM isolation_probe WHERE note = 'b'")).isEqualTo("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO isolation_probe VALUES (9, '" + TENANT_B + "', 'x')",
			"UPDATE isolation_probe SET tenant_id = '" + TENANT_B + "' WHERE id = 1" })
	void writesNoRowOfAnotherTenant(String sql) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> asTenant(TENANT_A, sql))
			.withMessageContaining("row-level security");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "SET qnsp.tenant = ''", "RESET qnsp.tenant" })
	void seesNothingWithoutATenant(String before) throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_app").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(before);
			assertThat(first(statement, "SELECT count(*) FROM isolation_probe")).isEqualTo("0");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("INSERT INTO isolation_probe VALUES (9, '" + TENANT_A + "', 'x')"))
				.withMessageContaining("row-level security");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET ROLE qnsp_owner", "SET ROLE qnsp_system", "SET ROLE postgres",
			"SET SESSION AUTHORIZATION qnsp_system", "ALTER TABLE isolation_probe DISABLE ROW LEVEL SECURITY",
			"ALTER TABLE isolation_probe NO FORCE ROW LEVEL SECURITY", "DROP POLICY own_tenant ON isolation_probe",
			"CREATE POLICY all_rows ON isolation_probe USING (true)", "DROP TABLE isolation_probe",
			"TRUNCATE isolation_probe", "CREATE TABLE mine (id int)", "CREATE TABLE public.mine (id int)",
			"CREATE TEMPORARY TABLE isolation_probe_copy (id int)", "ALTER ROLE qnsp_app BYPASSRLS",
			"CALL protect_tenant_table('isolation_probe')", "SELECT unprotected_tenant_tables()",
			"SELECT * FROM closed_probe", "SELECT * FROM flyway_schema_history",
			"CREATE OR REPLACE FUNCTION qnsp_current_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'" })
	void applicationRoleCannotGetPastRowLevelSecurity(String sql) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> asTenant(TENANT_A, sql))
			.matches((ex) -> "42501".equals(ex.getSQLState()), "is refused for lack of privilege");
	}

	@Test
	void switchingRowSecurityOffFailsInsteadOfShowingMore() {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> asTenant(TENANT_A, "SET row_security = off; SELECT count(*) FROM isolation_probe"))
			.matches((ex) -> "42501".equals(ex.getSQLState()), "is refused for lack of privilege");
	}

	@Test
	void systemRoleSeesEveryTenantWithoutBypassingPolicies() throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				Statement statement = connection.createStatement()) {
			assertThat(first(statement, "SELECT count(*) FROM isolation_probe")).isEqualTo("3");
			assertThat(first(statement, "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user"))
				.isEqualTo("f");
		}
	}

	@Test
	void ownerIsForcedToo() throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_owner").getConnection();
				Statement statement = connection.createStatement()) {
			assertThat(first(statement, "SELECT count(*) FROM isolation_probe")).isEqualTo("0");
		}
	}

	@Test
	void everyUnprotectedTableIsFoundAndStopsTheStart() throws SQLException {
		TestServer.asOwner("CREATE TABLE forgotten_probe (id int, tenant_id uuid)");
		try {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> TestServer.migrated(TestServer.properties(Map.of())))
				.withMessageContaining("forgotten_probe");
			TestServer.asOwner("CALL protect_tenant_table('forgotten_probe')",
					"ALTER TABLE forgotten_probe NO FORCE ROW LEVEL SECURITY");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> TestServer.migrated(TestServer.properties(Map.of())))
				.withMessageContaining("forgotten_probe");
		}
		finally {
			TestServer.asOwner("DROP TABLE forgotten_probe");
		}
	}

	@Test
	void partitionsAreReachedThroughTheirParentOnly() throws SQLException {
		TestServer.asOwner("CREATE TABLE parted_probe (id int, tenant_id uuid) PARTITION BY RANGE (id)",
				"CALL protect_tenant_table('parted_probe')",
				"CREATE TABLE parted_probe_1 PARTITION OF parted_probe FOR VALUES FROM (0) TO (100)");
		try {
			TestServer.migrated(TestServer.properties(Map.of()));
			asTenant(TENANT_A, "INSERT INTO parted_probe VALUES (1, '" + TENANT_A + "')");
			assertThat(asTenant(TENANT_A, "SELECT count(*) FROM parted_probe")).isEqualTo("1");
			assertThat(asTenant(TENANT_B, "SELECT count(*) FROM parted_probe")).isEqualTo("0");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> asTenant(TENANT_A, "SELECT count(*) FROM parted_probe_1"))
				.matches((ex) -> "42501".equals(ex.getSQLState()), "is refused for lack of privilege");
		}
		finally {
			TestServer.asOwner("DROP TABLE parted_probe");
		}
	}

	@Test
	void protectionNeedsATenantColumnOfTypeUuid() {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> TestServer.asOwner("CALL protect_tenant_table('closed_probe')"))
			.withMessageContaining("tenant_id (expected: an existing column of type uuid)");
	}

	/**
	 * Runs SQL as qnsp_app on a fresh connection of a tenant.
	 * @return the first column of the first row as text, "" when there is none
	 */
	private static String asTenant(String tenant, String sql) throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_app").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT set_config('qnsp.tenant', '%s', false)".formatted(UUID.fromString(tenant)));
			return first(statement, sql);
		}
	}

	private static String first(Statement statement, String sql) throws SQLException {
		if (!statement.execute(sql) && !statement.getMoreResults()) {
			return "";
		}
		try (ResultSet rows = statement.getResultSet()) {
			return rows.next() ? String.valueOf(rows.getString(1)) : "";
		}
	}

}
