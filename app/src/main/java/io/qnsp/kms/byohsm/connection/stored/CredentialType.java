package io.qnsp.kms.byohsm.connection.stored;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Kinds of credentials, as the reference names them.
 */
public enum CredentialType {

	/** A certificate with its private key. */
	@JsonProperty("certificate")
	CERTIFICATE,
	/** A PIN, or an application's secret. */
	@JsonProperty("api_key")
	API_KEY,
	/** The identity that the cloud gives the server. */
	@JsonProperty("managed_identity")
	MANAGED_IDENTITY;

	/**
	 * The name in requests, answers and the database.
	 * @return the name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static CredentialType stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
