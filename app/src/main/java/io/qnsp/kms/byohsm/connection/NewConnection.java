package io.qnsp.kms.byohsm.connection;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.kms.byohsm.HsmProvider;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody;
import io.qnsp.kms.byohsm.connection.stored.ConnectionStatus;
import io.qnsp.kms.byohsm.connection.stored.CredentialType;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import io.qnsp.kms.byohsm.log.HealthMetrics;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is to be registered, checked but for its endpoint and credentials.
 *
 * @param name what people call it
 * @param provider what kind of HSM
 * @param config where it is and what opens it
 * @param metadata what the tenant notes
 */
record NewConnection(String name, HsmProvider provider, ConnectionBody.Config config,
		ConnectionBody.Metadata metadata) {

	private static final int LONGEST_NAME = 200;

	private static final int LAST_PORT = 65_535;

	private static final int LONGEST_NOTE = 500;

	static NewConnection of(ConnectionBody.Registration request) {
		FieldProblems problems = new FieldProblems();
		problems.add((request.name() == null) ? "name: missing (expected: 1..200 characters)" : null);
		problems.add((request.provider() == null) ? "provider: missing (expected: thales, safenet, aws_cloudhsm, "
				+ "azure_managed_hsm, google_cloud_hsm or softhsm)" : null);
		problems.add((request.connectionConfig() == null)
				? "connectionConfig: missing (expected: endpoint and credentials)" : null);
		check(problems, request.name(), request.connectionConfig(), request.metadata());
		return new NewConnection(Objects.requireNonNull(request.name()), Objects.requireNonNull(request.provider()),
				Objects.requireNonNull(request.connectionConfig()),
				(request.metadata() != null) ? request.metadata() : ConnectionBody.Metadata.NONE);
	}

	/**
	 * Refuses what no connection can have.
	 * @throws QnspException a 400 with all problems by field
	 */
	static void check(FieldProblems problems, @Nullable String name, ConnectionBody.@Nullable Config config,
			ConnectionBody.@Nullable Metadata metadata) {
		if (name != null) {
			problems.add(BoundedText.problem("name", name, 1, LONGEST_NAME));
		}
		if (config != null && config.port() != null && (config.port() < 1 || config.port() > LAST_PORT)) {
			problems.add("connectionConfig.port: %d (expected: 1..%d)".formatted(config.port(), LAST_PORT));
		}
		if (metadata != null && metadata.location() != null) {
			problems.add(BoundedText.problem("metadata.location", metadata.location(), 1, LONGEST_NOTE));
		}
		if (metadata != null && metadata.purpose() != null) {
			problems.add(BoundedText.problem("metadata.purpose", metadata.purpose(), 1, LONGEST_NOTE));
		}
		problems.throwIfAny();
	}

	StoredConnection row(UUID tenantId, UUID connectionId, byte[] sealed, Instant now) {
		CredentialType type = Objects.requireNonNull(Objects.requireNonNull(this.config.credentials()).type());
		StoredConnection.Settings settings = new StoredConnection.Settings(this.name,
				Objects.requireNonNull(this.config.endpoint()), this.config.port(), type, sealed,
				TenantKeys.sealedBy(sealed).orElseThrow(), this.metadata, 1);
		return new StoredConnection(tenantId, connectionId, this.provider, settings, StoredConnection.State.fresh(),
				now, now);
	}

	static ConnectionAnswer.Detail answer(StoredConnection row, ConnectionStatus status, HealthMetrics health) {
		StoredConnection.Settings settings = row.settings();
		HsmCapabilities found = row.state().capabilities();
		return new ConnectionAnswer.Detail(row.connectionId(), settings.name(), row.provider(), status,
				new ConnectionAnswer.Config(settings.endpoint(), settings.port(), settings.credentialType()), health,
				settings.metadata(), (found != null) ? found.token() : null,
				(found != null) ? found.names() : List.of(), (found != null) ? found.missing() : List.of(),
				row.state().refusedLogins(), row.state().lastHealthCheckAt(), row.createdAt(), row.updatedAt());
	}

}
