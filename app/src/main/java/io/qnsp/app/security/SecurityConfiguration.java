package io.qnsp.app.security;

import java.time.Duration;
import java.util.List;

import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.core.caller.Authenticator;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.ServerWebExchange;

/**
 * Spring Security: bearer credentials only, nothing stored between calls, refuse by
 * default.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

	private static final String BEARER = "Bearer ";

	// One observation a call is enough; Spring Security would add one a filter.
	@Bean
	SecurityObservationSettings securityObservationSettings() {
		return SecurityObservationSettings.noObservations();
	}

	/**
	 * Gives what the firewall refuses (encoded slashes, path traversal, control
	 * characters) the error shape and the event of every other refusal, instead of an
	 * empty answer.
	 */
	@Bean
	ServerExchangeRejectedHandler exchangeRejectedHandler() {
		return (exchange, rejected) -> Mono.error(rejected);
	}

	/**
	 * Spring Security's firewall with its own rules for headers, checked without its
	 * regular expressions: an access token has 5 KB and is read on every call. Ids of
	 * users may hold a backslash, a slash or a percent sign (DOMAIN\\user): encoded, they
	 * stay within their part of the path, and rights are decided by the handler that is
	 * found, not by the path's text.
	 */
	@Bean
	ServerWebExchangeFirewall exchangeFirewall() {
		StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
		firewall.setAllowBackSlash(true);
		firewall.setAllowUrlEncodedSlash(true);
		firewall.setAllowUrlEncodedPercent(true);
		firewall.setAllowedHeaderNames(SecurityConfiguration::isText);
		firewall.setAllowedHeaderValues(SecurityConfiguration::isText);
		return firewall;
	}

	// A header that is not there is asked about too.
	private static boolean isText(@Nullable String value) {
		if (value == null) {
			return true;
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			boolean ascii = c >= 0x20 && c < 0x7f;
			if (!ascii && c != '\t' && (!Character.isDefined(c) || Character.isISOControl(c))) {
				return false;
			}
		}
		return true;
	}

	@Bean
	SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http, EndpointCatalogue catalogue,
			Authenticator authenticator, CorsProperties cors) {
		cors(http, cors);
		// io.qnsp.app.web.SecurityHeaders writes them.
		http.headers(ServerHttpSecurity.HeaderSpec::disable);
		return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.exceptionHandling((handling) -> handling
				.authenticationEntryPoint((exchange,
						ex) -> Mono.error(new QnspException(ErrorCode.UNAUTHORIZED,
								"No credential (expected: Authorization: Bearer with an API key or token)")))
				.accessDeniedHandler((exchange, ex) -> Mono
					.error(new QnspException(ErrorCode.FORBIDDEN, "The call needs a platform role"))))
			.authorizeExchange((exchanges) -> exchanges.anyExchange().access(new PathAccess(catalogue.all())))
			.addFilterAt(bearerFilter(authenticator), SecurityWebFiltersOrder.AUTHENTICATION)
			.build();
	}

	private static AuthenticationWebFilter bearerFilter(Authenticator authenticator) {
		AuthenticationWebFilter filter = new AuthenticationWebFilter(
				(Authentication given) -> authenticator.authenticate(((BearerCredential) given).credential())
					.map(CallerAuthentication::new));
		filter.setServerAuthenticationConverter(SecurityConfiguration::bearer);
		filter.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
		filter.setAuthenticationSuccessHandler((filtered, authentication) -> {
			ServerWebExchange exchange = filtered.getExchange();
			exchange.getAttributes().put(Caller.class.getName(), ((CallerAuthentication) authentication).caller());
			return filtered.getChain().filter(exchange);
		});
		return filter;
	}

	private static Mono<Authentication> bearer(ServerWebExchange exchange) {
		String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
		if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			return Mono.empty();
		}
		return Mono.just(new BearerCredential(header.substring(BEARER.length()).trim()));
	}

	private static void cors(ServerHttpSecurity http, CorsProperties properties) {
		if (properties.allowedOrigins().isEmpty()) {
			http.cors(ServerHttpSecurity.CorsSpec::disable);
			return;
		}
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(properties.allowedOrigins());
		configuration.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
		configuration.setAllowedHeaders(List.of("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID",
				"X-Request-Id", "X-Application-Id", "x-qnsp-tenant"));
		configuration.setExposedHeaders(List.of("X-Request-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining",
				"X-RateLimit-Reset", "Retry-After", "x-idempotency-replayed"));
		configuration.setMaxAge(Duration.ofHours(1));
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", configuration);
		http.cors((spec) -> spec.configurationSource(source));
	}

}
