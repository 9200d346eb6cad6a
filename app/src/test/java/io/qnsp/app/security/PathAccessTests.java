package io.qnsp.app.security;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.app.pipeline.Endpoint;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.control.Access;
import io.qnsp.core.tenant.AddOn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;

import static org.assertj.core.api.Assertions.assertThat;

class PathAccessTests {

	private final PathAccess access = new PathAccess(List.of(endpoint("POST", "/auth/token", true),
			endpoint("GET", "/auth/jwt/public-key", true), endpoint("GET", "/auth/api-keys", false)));

	private static Endpoint endpoint(String method, String path, boolean anonymous) {
		return new Endpoint("auth", method, path, "auth.test.read", 200, Set.of(), "", AddOn.NONE, "", "", Access.READ,
				anonymous, false);
	}

	private boolean grants(@Nullable Role role, String method, String path) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.valueOf(method), URI.create(path)));
		Mono<Authentication> authentication = (role != null) ? Mono.just(new CallerAuthentication(caller(role)))
				: Mono.empty();
		AuthorizationResult result = this.access.authorize(authentication, new AuthorizationContext(exchange)).block();
		return result != null && result.isGranted();
	}

	private static Caller caller(Role role) {
		UUID tenant = new UUID(0, 1);
		return new Caller(tenant, tenant, ActorType.USER, "u", "c", Set.of(role), Set.of(Caller.UNLIMITED_SCOPE), "i");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /auth/token", "GET, /auth/jwt/public-key", "HEAD, /auth/jwt/public-key", "GET, /",
			"HEAD, /openapi.json", "GET, /explorer", "GET, /explorer/explorer.js", "GET, /console",
			"GET, /console/sse.js", "GET, /page/base.css", "GET, /actuator/health", "GET, /actuator/health/readiness" })
	void letsEverybodyReachWhatIsPublic(String method, String path) {
		assertThat(grants(null, method, path)).isTrue();
		assertThat(grants(Role.VIEWER, method, path)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "GET, /auth/token", "HEAD, /auth/token", "POST, /auth/jwt/public-key", "POST, /", "POST, /explorer",
			"POST, /console", "GET, /auth/api-keys", "GET, /no/such/path", "GET, /actuator/prometheus",
			"GET, /actuator", "POST, /actuator/health", "GET, /actuator/health/database", "GET, /auth/token/" })
	void refusesTheRestWithoutACredential(String method, String path) {
		assertThat(grants(null, method, path)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/auth/api-keys, true", "/no/such/path, true", "/actuator/prometheus, false", "/actuator, false",
			"/actuator/, false", "/%61ctuator/prometheus, false", "/actuator;x=1/prometheus, false",
			"/actuator/health/database, false" })
	void keepsTenantsOutOfTheManagementPaths(String path, boolean granted) {
		assertThat(grants(Role.OWNER, "GET", path)).isEqualTo(granted);
		assertThat(grants(Role.PLATFORM_OPERATOR, "GET", path)).isTrue();
		assertThat(grants(Role.PLATFORM_AUDITOR, "GET", path)).isTrue();
	}

}
