package io.qnsp.kms.byohsm.connection;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.hsm.HsmToken;
import io.qnsp.kms.byohsm.HsmProvider;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody;
import io.qnsp.kms.byohsm.connection.stored.ConnectionStatus;
import io.qnsp.kms.byohsm.connection.stored.CredentialType;
import io.qnsp.kms.byohsm.log.HealthMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Connections as they are answered; never with what opens them.
 */
final class ConnectionAnswer {

	private ConnectionAnswer() {
	}

	/**
	 * The answer to whoever registered one.
	 *
	 * @param connectionId its id
	 * @param name what people call it
	 * @param provider what kind of HSM
	 * @param status pending_validation
	 * @param createdAt when it was registered
	 */
	record Registered(UUID connectionId, String name, HsmProvider provider, ConnectionStatus status,
			Instant createdAt) {

	}

	/**
	 * A connection as it is listed.
	 *
	 * @param connectionId its id
	 * @param name what people call it
	 * @param provider what kind of HSM
	 * @param status how it is
	 * @param lastHealthCheckAt when it was validated or probed last
	 */
	record Summary(UUID connectionId, String name, HsmProvider provider, ConnectionStatus status,
			@Nullable Instant lastHealthCheckAt) {

	}

	/**
	 * A part of the list of connections.
	 *
	 * @param connections the connections, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record Listing(List<Summary> connections, int limit, @Nullable String nextCursor) {

	}

	/**
	 * A connection in full.
	 *
	 * @param connectionId its id
	 * @param name what people call it
	 * @param provider what kind of HSM
	 * @param status how it is
	 * @param connectionConfig where it is
	 * @param healthMetrics how its latest calls went
	 * @param metadata what the tenant noted
	 * @param token which token or vault it was found to be, since it was validated
	 * @param capabilities what the HSM can do, since it was validated
	 * @param unsupported what it can't, and what it answered
	 * @param refusedLogins how often the HSM refused the present credentials; from 1 on
	 * they are not tried again
	 * @param lastHealthCheckAt when it was validated or probed last
	 * @param createdAt when it was registered
	 * @param updatedAt when its settings were changed last
	 */
	record Detail(UUID connectionId, String name, HsmProvider provider, ConnectionStatus status,
			Config connectionConfig, HealthMetrics healthMetrics, ConnectionBody.Metadata metadata,
			@Nullable HsmToken token, List<String> capabilities, List<String> unsupported, int refusedLogins,
			@Nullable Instant lastHealthCheckAt, Instant createdAt, Instant updatedAt) {

	}

	/**
	 * Where an HSM is.
	 *
	 * @param endpoint which token or vault
	 * @param port what the tenant noted
	 * @param credentialType the kind of the credentials
	 */
	record Config(String endpoint, @Nullable Integer port, CredentialType credentialType) {

	}

	/**
	 * The answer to whoever changed one.
	 *
	 * @param connectionId its id
	 * @param status how it is
	 * @param updatedAt when it was changed
	 */
	record Updated(UUID connectionId, ConnectionStatus status, Instant updatedAt) {

	}

	/**
	 * What a validation found.
	 *
	 * @param connectionId its id
	 * @param valid whether the HSM can be used
	 * @param validatedAt when
	 * @param details what was tried
	 * @param errors what went wrong; empty for a valid connection
	 */
	record Validated(UUID connectionId, boolean valid, Instant validatedAt, Details details, List<String> errors) {

	}

	/**
	 * What a validation tried.
	 *
	 * @param connectivity whether the HSM answers
	 * @param authentication whether it accepted the credentials
	 * @param capabilities keys, signatures and ways to wrap that worked when they were
	 * tried
	 * @param unsupported those that did not, and what the HSM answered; no error
	 */
	record Details(boolean connectivity, boolean authentication, List<String> capabilities, List<String> unsupported) {

	}

}
