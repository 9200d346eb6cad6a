package io.qnsp.auth.federation;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The event types that can be asked for. Events of any other type are recorded too, and
 * found by queries that name no type.
 */
enum FederationEventType {

	/** Somebody signed in. */
	@JsonProperty("login")
	LOGIN,
	/** Somebody signed out. */
	@JsonProperty("logout")
	LOGOUT,
	/** A token was renewed. */
	@JsonProperty("token_refresh")
	TOKEN_REFRESH,
	/** A second factor was asked for. */
	@JsonProperty("mfa_challenge")
	MFA_CHALLENGE;

	/**
	 * The names under which such events are stored: published clients also say
	 * {@code federation_login} for {@code login}.
	 * @return the name without and with that prefix
	 */
	List<String> storedNames() {
		String name = name().toLowerCase(Locale.ROOT);
		return List.of(name, "federation_" + name);
	}

}
