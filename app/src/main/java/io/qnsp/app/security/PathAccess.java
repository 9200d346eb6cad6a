package io.qnsp.app.security;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.app.pipeline.Endpoint;
import io.qnsp.core.caller.Role;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may reach a path at all: everybody the public ones, platform roles the management
 * endpoints, and whoever has a credential the rest. One decision, not one matcher a path:
 * a call with a credential only pays for the look at the management paths.
 */
final class PathAccess implements ReactiveAuthorizationManager<AuthorizationContext> {

	private static final AuthorizationResult GRANTED = new AuthorizationDecision(true);

	private static final AuthorizationResult DENIED = new AuthorizationDecision(false);

	private static final PathPattern MANAGEMENT = pattern("/actuator/**");

	// What a path below those of the pages names is either one of their files or not
	// found.
	private static final List<PathPattern> PUBLIC = Stream
		.of("/", "/openapi.json", "/v1/openapi.json", "/explorer", "/explorer/**", "/console", "/console/**",
				"/page/**", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
		.map(PathAccess::pattern)
		.toList();

	private static final Set<String> OPERATORS = Stream.of(Role.PLATFORM_OPERATOR, Role.PLATFORM_AUDITOR)
		.map((role) -> "ROLE_" + role.name())
		.collect(Collectors.toUnmodifiableSet());

	private final List<Anonymous> anonymous;

	PathAccess(List<Endpoint> endpoints) {
		this.anonymous = Stream
			.concat(PUBLIC.stream().map((path) -> new Anonymous(HttpMethod.GET, path)), endpoints.stream()
				.filter(Endpoint::anonymous)
				.map((endpoint) -> new Anonymous(HttpMethod.valueOf(endpoint.method()), pattern(endpoint.path()))))
			.toList();
	}

	@Override
	public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
		ServerHttpRequest request = context.getExchange().getRequest();
		return authentication.filter(Authentication::isAuthenticated)
			.map((caller) -> ofCaller(caller, request))
			.switchIfEmpty(Mono.fromSupplier(() -> decision(isPublic(request))));
	}

	private AuthorizationResult ofCaller(Authentication caller, ServerHttpRequest request) {
		return decision(!MANAGEMENT.matches(pathOf(request)) || isOperator(caller) || isPublic(request));
	}

	private static boolean isOperator(Authentication caller) {
		return caller.getAuthorities().stream().anyMatch((role) -> OPERATORS.contains(role.getAuthority()));
	}

	private boolean isPublic(ServerHttpRequest request) {
		PathContainer path = pathOf(request);
		return this.anonymous.stream().anyMatch((one) -> one.allows(request.getMethod()) && one.path().matches(path));
	}

	private static AuthorizationResult decision(boolean granted) {
		return granted ? GRANTED : DENIED;
	}

	private static PathContainer pathOf(ServerHttpRequest request) {
		return request.getPath().pathWithinApplication();
	}

	private static PathPattern pattern(String path) {
		return PathPatternParser.defaultInstance.parse(path);
	}

	/**
	 * What needs no credential.
	 *
	 * @param method the method; GET allows HEAD too
	 * @param path the path
	 */
	private record Anonymous(HttpMethod method, PathPattern path) {

		boolean allows(HttpMethod asked) {
			return this.method.equals(asked) || (this.method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
		}

	}

}
