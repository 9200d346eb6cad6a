package io.qnsp.app.security;

import java.util.List;

import org.springframework.security.authentication.AbstractAuthenticationToken;

/**
 * A bearer credential that is not verified yet.
 */
final class BearerCredential extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	private final transient String credential;

	BearerCredential(String credential) {
		super(List.of());
		this.credential = credential;
	}

	String credential() {
		return this.credential;
	}

	@Override
	public Object getCredentials() {
		return "";
	}

	@Override
	public Object getPrincipal() {
		return "unverified";
	}

}
