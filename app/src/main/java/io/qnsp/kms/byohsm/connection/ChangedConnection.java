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
 * A change of a connection, checked but for the new endpoint and credentials. What it
 * does not name stays as it is when the change is written.
 *
 * @param name what people call it from now on, or {@code null} for the same
 * @param endpoint another HSM, or {@code null} for the same one
 * @param port what the tenant notes, or {@code null} for the same
 * @param credentials other credentials, or {@code null} for the same ones
 * @param metadata what the tenant notes, or {@code null} for the same
 */
record ChangedConnection(@Nullable String name, @Nullable String endpoint, @Nullable Integer port,
		ConnectionBody.@Nullable Credentials credentials, ConnectionBody.@Nullable Metadata metadata) {

	static ChangedConnection of(StoredConnection before, ConnectionBody.Change request) {
		NewConnection.check(new FieldProblems(), request.name(), request.connectionConfig(), request.metadata());
		ConnectionBody.Config config = (request.connectionConfig() != null) ? request.connectionConfig()
				: new ConnectionBody.Config(null, null, null);
		String endpoint = (config.endpoint() == null || config.endpoint().equals(before.settings().endpoint())) ? null
				: config.endpoint();
		if (endpoint != null && config.credentials() == null) {
			throw QnspException.badRequest("connectionConfig.credentials",
					"missing (expected: with another endpoint the credentials for it)");
		}
		return new ChangedConnection(request.name(), endpoint, config.port(), config.credentials(), request.metadata());
	}

	/**
	 * The connection as it is to be.
	 * @param before the connection as it is
	 * @param sealed the new credentials, sealed, or {@code null} for the same ones
	 * @param sealedBy what seals them
	 * @param now the time
	 * @return the row
	 */
	StoredConnection row(StoredConnection before, byte @Nullable [] sealed, @Nullable UUID sealedBy, Instant now) {
		StoredConnection.Settings settings = before.settings();
		boolean reconnects = sealed != null;
		CredentialType type = (this.credentials != null) ? Objects.requireNonNull(this.credentials.type())
				: settings.credentialType();
		StoredConnection.Settings after = new StoredConnection.Settings(
				(this.name != null) ? this.name : settings.name(),
				(this.endpoint != null) ? this.endpoint : settings.endpoint(),
				(this.port != null) ? this.port : settings.port(), type, (sealed != null) ? sealed : settings.sealed(),
				(sealedBy != null) ? sealedBy : settings.sealedBy(),
				(this.metadata != null) ? this.metadata : settings.metadata(),
				reconnects ? settings.version() + 1 : settings.version());
		return new StoredConnection(before.tenantId(), before.connectionId(), before.provider(), after,
				state(before.state(), reconnects), before.createdAt(), now);
	}

	// With other credentials the token stays the connection's own, and its keys can be
	// used.
	private StoredConnection.State state(StoredConnection.State state, boolean reconnects) {
		if (this.endpoint != null) {
			return StoredConnection.State.fresh();
		}
		return reconnects ? new StoredConnection.State(ConnectionStatus.PENDING_VALIDATION, 0, state.claim(),
				state.capabilities(), state.lastHealthCheckAt()) : state;
	}

}
