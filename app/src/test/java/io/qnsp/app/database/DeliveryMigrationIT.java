package io.qnsp.app.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.qnsp.app.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Subscriptions from before there was delivery, in a database of their own.
 */
class DeliveryMigrationIT {

	private static final String DATABASE = "delivery_migration";

	private static PGSimpleDataSource source(String role) {
		PGSimpleDataSource source = TestDatabase.dataSource(role);
		source.setDatabaseName(DATABASE);
		return source;
	}

	private static void migrate(String target) {
		PGSimpleDataSource owner = source("qnsp_owner");
		owner.setOptions("-c row_security=off");
		Flyway.configure()
			.dataSource(owner)
			.locations("classpath:db/migration")
			.defaultSchema("qnsp")
			.schemas("qnsp")
			.createSchemas(true)
			.target(target)
			.load()
			.migrate();
	}

	private static void run(PGSimpleDataSource source, String... statements) throws SQLException {
		try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static String answer(String sql) throws SQLException {
		try (Connection connection = source("postgres").getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			assertThat(rows.next()).isTrue();
			return String.valueOf(rows.getString(1));
		}
	}

	@Test
	void oldSubscriptionsGetWhatHappensFromTheMigrationOn() throws SQLException, IOException {
		run(TestDatabase.dataSource("postgres"), "DROP DATABASE IF EXISTS " + DATABASE, "CREATE DATABASE " + DATABASE);
		run(source("postgres"),
				new ClassPathResource("db/bootstrap/roles.sql").getContentAsString(StandardCharsets.UTF_8));
		migrate("015.2");
		String tenant = "'0197a000-0000-7000-8000-000000000001'";
		run(source("postgres"),
				"INSERT INTO qnsp.tenant (tenant_id, name, slug, tier, created_at, updated_at) VALUES (" + tenant
						+ ", 'Old', 'old-tenant', 'free', now(), now())",
				"INSERT INTO qnsp.audit_subscription (tenant_id, subscription_id, name, status, event_types, services,"
						+ " severities, destination_type, destination_config, secret_fields, created_by, created_at)"
						+ " VALUES (" + tenant + ", " + tenant + ", 'old', 'active', '{}', '{}', '{}', 'webhook', '{}',"
						+ " '{}', 'test', now() - interval '1 year')");
		String before = answer("SELECT pg_current_xact_id()::text");
		migrate("016");
		assertThat(
				answer("SELECT (xid >= '" + before + "'::xid8 AND xid < pg_current_xact_id() AND events_delivered = 0"
						+ " AND lease_holder IS NULL)::text FROM qnsp.audit_delivery"))
			.isEqualTo("true");
		assertThat(answer("SELECT (updated_at = created_at)::text FROM qnsp.audit_subscription")).isEqualTo("true");
		assertThat(answer(
				"SELECT relforcerowsecurity::text FROM pg_class WHERE oid = 'qnsp.audit_subscription'::regclass"))
			.isEqualTo("true");
		run(TestDatabase.dataSource("postgres"), "DROP DATABASE " + DATABASE + " WITH (FORCE)");
	}

}
