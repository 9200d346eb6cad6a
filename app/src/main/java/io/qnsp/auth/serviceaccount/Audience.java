package io.qnsp.auth.serviceaccount;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * For whom a service account may ask tokens.
 */
enum Audience {

	/** This server. */
	@JsonProperty("platform")
	PLATFORM,
	/** Services beside this server. */
	@JsonProperty("internal-service")
	INTERNAL_SERVICE,
	/** APIs of others. */
	@JsonProperty("external-api")
	EXTERNAL_API,
	/** Partners' installations. */
	@JsonProperty("partner-bee")
	PARTNER_BEE;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code internal-service}
	 */
	String wireName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static Audience stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

}
