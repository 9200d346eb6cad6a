package io.qnsp.kms.byohsm.connection.stored;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a connection is.
 */
public enum ConnectionStatus {

	/** The HSM answered when it was looked at last. */
	@JsonProperty("active")
	ACTIVE,
	/** This server has no library for its provider any more. */
	@JsonProperty("inactive")
	INACTIVE,
	/** The HSM does not answer, or refused the credentials. */
	@JsonProperty("error")
	ERROR,
	/** Its present settings have not been validated. */
	@JsonProperty("pending_validation")
	PENDING_VALIDATION;

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static ConnectionStatus stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
