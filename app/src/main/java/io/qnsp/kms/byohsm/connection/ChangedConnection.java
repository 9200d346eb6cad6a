package io.qnsp.kms.byohsm.connection;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody;
import io.qnsp.kms.byohsm.connection.stored.ConnectionStatus;
import io.qnsp.kms.byohsm.connection.stored.CredentialType;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import org.jspecify.annotations.Nullable;

/**
 * A change of a connection, checked but for the new endpoint and credentials.
 *
 * @param before the connection as it is
 * @param name what people call it from now on
 * @param endpoint another HSM, or {@code null} for the same one
 * @param port what the tenant notes
 * @param credentials other credentials, or {@code null} for the same ones
 * @param metadata what the tenant notes
 */
record ChangedConnection(StoredConnection before, String name, @Nullable String endpoint, @Nullable Integer port,
		ConnectionBody.@Nullable Credentials credentials, ConnectionBody.Metadata metadata) {

	static ChangedConnection of(StoredConnection before, ConnectionBody.Change request) {
		NewConnection.check(new FieldProblems(), request.name(), request.connectionConfig(), request.metadata());
		StoredConnection.Settings settings = before.settings();
		ConnectionBody.Config config = (request.connectionConfig() != null) ? request.connectionConfig()
				: new ConnectionBody.Config(null, null, null);
		String endpoint = (config.endpoint() == null || config.endpoint().equals(settings.endpoint())) ? null
				: config.endpoint();
		if (endpoint != null && config.credentials() == null) {
			throw QnspException.badRequest("connectionConfig.credentials",
					"missing (expected: with another endpoint the credentials for it)");
		}
		return new ChangedConnection(before, (request.name() != null) ? request.name() : settings.name(), endpoint,
				(config.port() != null) ? config.port() : settings.port(), config.credentials(),
				(request.metadata() != null) ? request.metadata() : settings.metadata());
	}

	/**
	 * The connection as it is to be.
	 * @param sealed the new credentials, sealed, or {@code null} for the same ones
	 * @param sealedBy what seals them
	 * @param now the time
	 * @return the row
	 */
	StoredConnection row(byte @Nullable [] sealed, @Nullable UUID sealedBy, Instant now) {
		StoredConnection.Settings settings = this.before.settings();
		boolean reconnects = sealed != null;
		CredentialType type = (this.credentials != null) ? Objects.requireNonNull(this.credentials.type())
				: settings.credentialType();
		StoredConnection.Settings after = new StoredConnection.Settings(this.name,
				(this.endpoint != null) ? this.endpoint : settings.endpoint(), this.port, type,
				(sealed != null) ? sealed : settings.sealed(), (sealedBy != null) ? sealedBy : settings.sealedBy(),
				this.metadata, reconnects ? settings.version() + 1 : settings.version());
		return new StoredConnection(this.before.tenantId(), this.before.connectionId(), this.before.provider(), after,
				state(reconnects), this.before.createdAt(), now);
	}

	// With other credentials the token stays the connection's own, and its keys can be
	// used.
	private StoredConnection.State state(boolean reconnects) {
		StoredConnection.State state = this.before.state();
		if (this.endpoint != null) {
			return StoredConnection.State.fresh();
		}
		return reconnects ? new StoredConnection.State(ConnectionStatus.PENDING_VALIDATION, 0, state.claim(),
				state.capabilities(), state.lastHealthCheckAt()) : state;
	}

	/**
	 * A changed connection with what is known of it now.
	 * @param now the connection as it is now
	 * @param after the change
	 * @return the row
	 */
	static StoredConnection keeping(StoredConnection now, StoredConnection after) {
		StoredConnection.Settings changed = after.settings();
		StoredConnection.Settings settings = new StoredConnection.Settings(changed.name(), changed.endpoint(),
				changed.port(), changed.credentialType(), now.settings().sealed(), now.settings().sealedBy(),
				changed.metadata(), changed.version());
		return new StoredConnection(after.tenantId(), after.connectionId(), after.provider(), settings, now.state(),
				after.createdAt(), after.updatedAt());
	}

}
