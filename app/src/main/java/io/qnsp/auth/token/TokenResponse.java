package io.qnsp.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An access token response (RFC 6749, section 5.1).
 *
 * @param accessToken the token; a secret
 * @param tokenType {@code Bearer}
 * @param expiresIn seconds
 * @param scope the scopes granted, separated by spaces
 */
record TokenResponse(@JsonProperty("access_token") String accessToken, @JsonProperty("token_type") String tokenType,
		@JsonProperty("expires_in") long expiresIn, String scope) {

	@Override
	public String toString() {
		return "TokenResponse[" + this.tokenType + "]";
	}

}
