package io.qnsp.kms.byohsm.connection.stored;

import java.util.Map;

import io.qnsp.kms.byohsm.HsmProvider;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it is sent.
 */
public final class ConnectionBody {

	private ConnectionBody() {
	}

	/**
	 * Registers a connection.
	 *
	 * @param name what people call it, 1..200 characters
	 * @param provider what kind of HSM
	 * @param connectionConfig where it is and what opens it
	 * @param metadata what the tenant notes
	 */
	public record Registration(@Nullable String name, @Nullable HsmProvider provider, @Nullable Config connectionConfig,
			@Nullable Metadata metadata) {

	}

	/**
	 * Changes a connection; what is there replaces what was.
	 *
	 * @param name what people call it, 1..200 characters
	 * @param connectionConfig where it is and what opens it; each part that is there
	 * replaces what was
	 * @param metadata what the tenant notes
	 */
	public record Change(@Nullable String name, @Nullable Config connectionConfig, @Nullable Metadata metadata) {

	}

	/**
	 * What the tenant notes.
	 *
	 * @param location where the HSM is, 1..500 characters
	 * @param purpose what it is for, 1..500 characters
	 */
	public record Metadata(@Nullable String location, @Nullable String purpose) {

		/** No notes. */
		public static final Metadata NONE = new Metadata(null, null);

	}

	/**
	 * Where an HSM is and what opens it.
	 *
	 * @param endpoint {@code label:NAME} or {@code serial:NUMBER} of a token behind the
	 * operator's library; for azure_managed_hsm its https URL
	 * @param port a note of the tenant's: which port a library uses is its own
	 * configuration
	 * @param credentials what opens it; kept sealed and never answered
	 */
	public record Config(@Nullable String endpoint, @Nullable Integer port, @Nullable Credentials credentials) {

	}

	/**
	 * What opens an HSM.
	 *
	 * @param type api_key for PKCS#11; any for azure_managed_hsm
	 * @param data for PKCS#11 {@code pin}; for azure_managed_hsm {@code tenantId},
	 * {@code clientId} and {@code clientSecret} or {@code certificate} (PEM with its
	 * private key), and {@code clientId} or nothing for a managed identity
	 */
	public record Credentials(@Nullable CredentialType type, @Nullable Map<String, Object> data) {

		@Override
		public String toString() {
			return "Credentials[" + this.type + "]";
		}

	}

}
