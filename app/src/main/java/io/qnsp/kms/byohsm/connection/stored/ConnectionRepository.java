package io.qnsp.kms.byohsm.connection.stored;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.kms.byohsm.HsmProvider;
import io.qnsp.kms.byohsm.connection.claim.Claim;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_hsm_connection}, for the tenant.
 */
@Repository
public final class ConnectionRepository {

	private final Sql sql;

	private final JsonMapper json;

	ConnectionRepository(Sql sql, JsonMapper json) {
		this.sql = sql;
		this.json = json;
	}

	/**
	 * Adds a connection.
	 * @param connection the row
	 * @param most how many the tenant may have
	 * @return false when the tenant has that many
	 */
	public Mono<Boolean> insert(StoredConnection connection, int most) {
		Sql.Statement statement = this.sql
			.query("""
					INSERT INTO kms_hsm_connection (tenant_id, connection_id, name, provider, endpoint, port,
						credential_type, sealed, sealed_by, metadata, version, status, refused_logins, created_at, updated_at)
					SELECT :tenant, :id, :name, :provider, :endpoint, :port, :type, :sealed, :sealedBy,
						CAST(:metadata AS json), :version, 'pending_validation', 0, :created, :updated
					WHERE (SELECT count(*) FROM kms_hsm_connection WHERE tenant_id = :tenant) < :most
					""")
			.bind("provider", connection.provider().wireName())
			.bind("created", connection.createdAt())
			.bind("most", most);
		return this.sql.oneAtATime("kms-hsm-connections", connection.tenantId())
			.then(bind(statement, connection).update().map((rows) -> rows == 1));
	}

	/**
	 * Writes settings. Those that lead to another HSM or come with other credentials make
	 * it pending; another HSM is not the connection's own yet, and has no wrapping key.
	 * @param connection the row as it is to be
	 * @return completes when it is written
	 */
	public Mono<Void> update(StoredConnection connection) {
		StoredConnection.State state = connection.state();
		return bind(this.sql.query("""
				UPDATE kms_hsm_connection SET name = :name, endpoint = :endpoint, port = :port,
					credential_type = :type, sealed = :sealed, sealed_by = :sealedBy,
					metadata = CAST(:metadata AS json), version = :version, status = :status,
					refused_logins = :refused, updated_at = :updated,
					claimed_library = CASE WHEN :own THEN claimed_library END,
					claimed_serial = CASE WHEN :own THEN claimed_serial END,
					claimed_label = CASE WHEN :own THEN claimed_label END,
					capabilities = CASE WHEN :known THEN capabilities END,
					wrapping_key = CASE WHEN endpoint = :endpoint THEN wrapping_key END
				WHERE tenant_id = :tenant AND connection_id = :id
				"""), connection).bind("status", state.status().wireName())
			.bind("refused", state.refusedLogins())
			.bind("own", state.claim() != null)
			.bind("known", state.capabilities() != null)
			.update()
			.then();
	}

	private Sql.Statement bind(Sql.Statement statement, StoredConnection connection) {
		StoredConnection.Settings settings = connection.settings();
		return statement.bind("tenant", connection.tenantId())
			.bind("id", connection.connectionId())
			.bind("name", settings.name())
			.bind("endpoint", settings.endpoint())
			.bind("port", settings.port(), Integer.class)
			.bind("type", settings.credentialType().wireName())
			.bind("sealed", settings.sealed())
			.bind("sealedBy", settings.sealedBy())
			.bind("metadata", this.json.writeValueAsString(settings.metadata()))
			.bind("version", settings.version())
			.bind("updated", connection.updatedAt());
	}

	/**
	 * A connection.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return the row, or empty
	 */
	public Mono<StoredConnection> find(UUID tenantId, UUID connectionId) {
		return this.sql.query("SELECT * FROM kms_hsm_connection WHERE tenant_id = :tenant AND connection_id = :id")
			.bind("tenant", tenantId)
			.bind("id", connectionId)
			.one(this::connection);
	}

	/**
	 * A connection, kept from others until the surrounding transaction ends.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return the row, or empty
	 */
	public Mono<StoredConnection> lock(UUID tenantId, UUID connectionId) {
		return this.sql
			.query("SELECT * FROM kms_hsm_connection WHERE tenant_id = :tenant AND connection_id = :id FOR UPDATE")
			.bind("tenant", tenantId)
			.bind("id", connectionId)
			.one(this::connection);
	}

	/**
	 * The connections of a tenant, newest first, one more than the page holds.
	 * @param tenantId the tenant
	 * @param page where to start and how many
	 * @return the rows
	 */
	public Mono<List<StoredConnection>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT * FROM kms_hsm_connection
				WHERE tenant_id = :tenant AND (created_at, connection_id) < (:at, :id)
				ORDER BY created_at DESC, connection_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(this::connection)
			.collectList();
	}

	/**
	 * Writes what a validation has found, unless the settings have changed meanwhile.
	 * Another token than before has no wrapping key.
	 * @param connection the connection as it was validated
	 * @param capabilities what the HSM can do
	 * @param claim the token that is the connection's own; {@code null} for a vault
	 * @param now the time
	 * @return false when they have; an error when the token is another connection's
	 */
	public Mono<Boolean> validated(StoredConnection connection, HsmCapabilities capabilities, @Nullable Claim claim,
			Instant now) {
		return this.sql.query("""
				UPDATE kms_hsm_connection SET status = 'active', capabilities = CAST(:capabilities AS json),
					claimed_library = :library, claimed_serial = :serial, claimed_label = :label,
					wrapping_key = CASE WHEN claimed_serial IS NULL OR claimed_serial = :serial THEN wrapping_key END,
					last_health_check_at = :now
				WHERE tenant_id = :tenant AND connection_id = :id AND version = :version AND refused_logins = 0
				""")
			.bind("capabilities", this.json.writeValueAsString(capabilities))
			.bind("library", (claim != null) ? claim.library() : null, String.class)
			.bind("serial", (claim != null) ? claim.serial() : null, String.class)
			.bind("label", (claim != null) ? claim.label() : null, String.class)
			.bind("now", now)
			.bind("tenant", connection.tenantId())
			.bind("id", connection.connectionId())
			.bind("version", connection.settings().version())
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Writes how an HSM was found to be, unless the settings have changed meanwhile.
	 * @param connection the connection as it was looked at
	 * @param status how it is
	 * @param now the time
	 * @return completes when it is written
	 */
	public Mono<Void> checked(StoredConnection connection, ConnectionStatus status, Instant now) {
		return this.sql.query("""
				UPDATE kms_hsm_connection SET last_health_check_at = :now,
					status = CASE WHEN :status = 'active' AND (capabilities IS NULL OR refused_logins > 0)
						THEN status ELSE :status END
				WHERE tenant_id = :tenant AND connection_id = :id AND version = :version
				""")
			.bind("status", status.wireName())
			.bind("now", now)
			.bind("tenant", connection.tenantId())
			.bind("id", connection.connectionId())
			.bind("version", connection.settings().version())
			.update()
			.then();
	}

	/**
	 * Counts refused logins, unless there are other credentials by now.
	 * @param connection the connection as it was opened
	 * @param more how many more
	 * @param now the time
	 * @return how many there are, or empty
	 */
	public Mono<Integer> refused(StoredConnection connection, int more, Instant now) {
		return this.sql.query("""
				UPDATE kms_hsm_connection SET status = 'error', refused_logins = refused_logins + :more,
					last_health_check_at = :now
				WHERE tenant_id = :tenant AND connection_id = :id AND version = :version
				RETURNING refused_logins
				""")
			.bind("more", more)
			.bind("now", now)
			.bind("tenant", connection.tenantId())
			.bind("id", connection.connectionId())
			.bind("version", connection.settings().version())
			.one((row) -> Columns.required(row, "refused_logins", Integer.class));
	}

	/**
	 * The key that wraps the keys which the HSM can't make itself.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return what the HSM finds it by, or empty
	 */
	public Mono<String> wrappingKey(UUID tenantId, UUID connectionId) {
		return this.sql.query("""
				SELECT wrapping_key FROM kms_hsm_connection
				WHERE tenant_id = :tenant AND connection_id = :id AND wrapping_key IS NOT NULL
				""").bind("tenant", tenantId).bind("id", connectionId).one((row) -> Columns.text(row, "wrapping_key"));
	}

	/**
	 * Sets that key, unless there is one or the connection may lead elsewhere by now.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @param version of the settings that it was made with
	 * @param reference what the HSM finds it by
	 * @return false when there is or it may
	 */
	public Mono<Boolean> setWrappingKey(UUID tenantId, UUID connectionId, int version, String reference) {
		return this.sql.query("""
				UPDATE kms_hsm_connection SET wrapping_key = :reference
				WHERE tenant_id = :tenant AND connection_id = :id AND version = :version AND wrapping_key IS NULL
				""")
			.bind("version", version)
			.bind("reference", reference)
			.bind("tenant", tenantId)
			.bind("id", connectionId)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Removes a connection.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return completes when it is gone
	 */
	public Mono<Void> delete(UUID tenantId, UUID connectionId) {
		return this.sql.query("DELETE FROM kms_hsm_connection WHERE tenant_id = :tenant AND connection_id = :id")
			.bind("tenant", tenantId)
			.bind("id", connectionId)
			.update()
			.then();
	}

	/**
	 * Writes credentials sealed anew, unless they have changed meanwhile.
	 * @param before the connection as it was
	 * @param sealed the envelope
	 * @param sealedBy the tenant's key that seals it
	 * @return completes when it is written
	 */
	public Mono<Void> reseal(StoredConnection before, byte[] sealed, UUID sealedBy) {
		return this.sql.query("""
				UPDATE kms_hsm_connection SET sealed = :sealed, sealed_by = :by
				WHERE tenant_id = :tenant AND connection_id = :id AND version = :version AND sealed_by = :before
				""")
			.bind("sealed", sealed)
			.bind("by", sealedBy)
			.bind("tenant", before.tenantId())
			.bind("id", before.connectionId())
			.bind("version", before.settings().version())
			.bind("before", before.settings().sealedBy())
			.update()
			.then();
	}

	private StoredConnection connection(Readable row) {
		StoredConnection.Settings settings = new StoredConnection.Settings(Columns.text(row, "name"),
				Columns.text(row, "endpoint"), row.get("port", Integer.class),
				CredentialType.stored(Columns.text(row, "credential_type")),
				Columns.required(row, "sealed", byte[].class), Columns.required(row, "sealed_by", UUID.class),
				this.json.readValue(Columns.text(row, "metadata"), ConnectionBody.Metadata.class),
				Columns.required(row, "version", Integer.class));
		return new StoredConnection(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "connection_id", UUID.class), HsmProvider.stored(Columns.text(row, "provider")),
				settings, state(row), Columns.required(row, "created_at", Instant.class),
				Columns.required(row, "updated_at", Instant.class));
	}

	private StoredConnection.State state(Readable row) {
		String capabilities = row.get("capabilities", String.class);
		Claim claim = (row.get("claimed_serial") == null) ? null : new Claim(Columns.text(row, "claimed_library"),
				Columns.text(row, "claimed_serial"), Columns.text(row, "claimed_label"));
		return new StoredConnection.State(ConnectionStatus.stored(Columns.text(row, "status")),
				Columns.required(row, "refused_logins", Integer.class), claim,
				(capabilities != null) ? this.json.readValue(capabilities, HsmCapabilities.class) : null,
				row.get("last_health_check_at", Instant.class));
	}

}
