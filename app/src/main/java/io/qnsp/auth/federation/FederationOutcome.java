package io.qnsp.auth.federation;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How what a provider reports has ended.
 */
enum FederationOutcome {

	/** It worked. */
	@JsonProperty("success")
	SUCCESS,
	/** It did not. */
	@JsonProperty("failure")
	FAILURE;

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static FederationOutcome stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
