package io.qnsp.auth.token;

/**
 * A service token.
 *
 * @param accessToken the token; a secret
 */
record ServiceTokenResponse(String accessToken) {

	@Override
	public String toString() {
		return "ServiceTokenResponse[]";
	}

}
