package io.qnsp.app.security;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A verified caller, as Spring Security sees it. Its roles are authorities
 * {@code ROLE_<role>}.
 */
final class CallerAuthentication extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	private final transient Caller caller;

	CallerAuthentication(Caller caller) {
		super(caller.roles()
			.stream()
			.map(Role::name)
			.map((name) -> new SimpleGrantedAuthority("ROLE_" + name))
			.toList());
		this.caller = caller;
		setAuthenticated(true);
	}

	Caller caller() {
		return this.caller;
	}

	@Override
	public Object getCredentials() {
		return "";
	}

	@Override
	public Object getPrincipal() {
		return this.caller.subject();
	}

}
