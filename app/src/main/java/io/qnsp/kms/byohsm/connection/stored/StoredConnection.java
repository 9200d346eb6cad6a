package io.qnsp.kms.byohsm.connection.stored;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.kms.byohsm.HsmDescription;
import io.qnsp.kms.byohsm.HsmProvider;
import io.qnsp.kms.byohsm.connection.claim.Claim;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code kms_hsm_connection}.
 *
 * @param tenantId whose it is
 * @param connectionId its id
 * @param provider what kind of HSM
 * @param settings what the tenant has set
 * @param state what has been found out
 * @param createdAt when it was registered
 * @param updatedAt when its settings were changed last
 */
public record StoredConnection(UUID tenantId, UUID connectionId, HsmProvider provider, Settings settings, State state,
		Instant createdAt, Instant updatedAt) {

	/**
	 * What the tenant has set.
	 *
	 * @param name what people call it
	 * @param endpoint which HSM
	 * @param port a note of the tenant's
	 * @param credentialType the kind of the credentials
	 * @param sealed the sealed credentials
	 * @param sealedBy the tenant's key that seals them
	 * @param metadata what the tenant notes
	 * @param version of endpoint and credentials, from 1
	 */
	public record Settings(String name, String endpoint, @Nullable Integer port, CredentialType credentialType,
			byte[] sealed, UUID sealedBy, ConnectionBody.Metadata metadata, int version) {

		@Override
		public String toString() {
			return "Settings[" + this.name + ", version " + this.version + "]";
		}

	}

	/**
	 * What has been found out.
	 *
	 * @param status how it is
	 * @param refusedLogins how often the HSM refused the present credentials
	 * @param claim the token that is its own, since it was validated
	 * @param capabilities what the HSM could do when it was validated
	 * @param lastHealthCheckAt when it was validated or probed last
	 */
	public record State(ConnectionStatus status, int refusedLogins, @Nullable Claim claim,
			@Nullable HsmCapabilities capabilities, @Nullable Instant lastHealthCheckAt) {

		/**
		 * Nothing has been found out yet.
		 * @return the state of a connection to an HSM that is another one now
		 */
		public static State fresh() {
			return new State(ConnectionStatus.PENDING_VALIDATION, 0, null, null, null);
		}

	}

	/**
	 * What is told of an unknown connection.
	 * @param connectionId its id
	 * @return a 404
	 */
	public static QnspException unknown(UUID connectionId) {
		return QnspException.notFound("HSM connection", connectionId);
	}

	/**
	 * What those who use the HSM may know of it.
	 * @return the description
	 */
	public HsmDescription description() {
		return new HsmDescription(this.connectionId, this.settings.name(), this.provider, this.state.capabilities());
	}

	/**
	 * Where the connection is in the list, newest first.
	 * @return the place
	 */
	public PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.connectionId);
	}

}
