package io.qnsp.auth.federation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.TestDatabase;

/**
 * Rows for tests of federated audit, past HTTP, so that their times can be chosen.
 */
public final class FederationRows {

	private FederationRows() {
	}

	/**
	 * Inserts an event.
	 * @param tenantId the tenant
	 * @param type the event type
	 * @param provider the provider
	 * @param user the user
	 * @param outcome {@code success} or {@code failure}
	 * @param at when it was recorded
	 * @return its id
	 */
	public static UUID insert(UUID tenantId, String type, String provider, String user, String outcome, Instant at) {
		UUID id = UUID.randomUUID();
		try (Connection connection = TestDatabase.dataSource("qnsp_system")
			.getConnection(); PreparedStatement statement = connection.prepareStatement("""
					INSERT INTO federation_event (tenant_id, event_id, event_type, provider, user_id, outcome, metadata,
						recorded_at) VALUES (?, ?, ?, ?, ?, ?, '{}', ?)
					""")) {
			statement.setObject(1, tenantId);
			statement.setObject(2, id);
			statement.setString(3, type);
			statement.setString(4, provider);
			statement.setString(5, user);
			statement.setString(6, outcome);
			statement.setTimestamp(7, Timestamp.from(at));
			statement.executeUpdate();
			return id;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs SQL.
	 * @param role the database role
	 * @param sql the statements
	 */
	public static void execute(String role, String... sql) {
		try (Connection connection = TestDatabase.dataSource(role).getConnection();
				Statement statement = connection.createStatement()) {
			for (String one : sql) {
				statement.execute(one);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	/**
	 * Reads the first column as the application's role.
	 * @param tenantId the tenant of the connection
	 * @param sql the query
	 * @return the texts
	 */
	public static List<String> asTenant(UUID tenantId, String sql) {
		try (Connection connection = TestDatabase.dataSource("qnsp_app").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SET qnsp.tenant = '" + tenantId + "'");
			try (ResultSet rows = statement.executeQuery(sql)) {
				List<String> texts = new ArrayList<>();
				while (rows.next()) {
					texts.add(rows.getString(1));
				}
				return texts;
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

}
