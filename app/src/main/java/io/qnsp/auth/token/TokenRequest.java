package io.qnsp.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A client credentials request (RFC 6749, section 4.4.2).
 *
 * @param grantType {@code client_credentials}
 * @param clientId the API key's id; may be left out, since the secret identifies it
 * @param clientSecret the API key
 * @param scope scopes separated by spaces; those of the key when left out
 * @param audience for whom the token is meant; this server when left out
 */
record TokenRequest(@JsonProperty("grant_type") @Nullable String grantType,
		@JsonProperty("client_id") @Nullable String clientId,
		@JsonProperty("client_secret") @Nullable String clientSecret, @Nullable String scope,
		@Nullable String audience) {

	@Override
	public String toString() {
		return "TokenRequest[" + this.grantType + ", " + this.clientId + "]";
	}

}
