package io.qnsp.auth.credential;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.nimbusds.jwt.SignedJWT;
import io.qnsp.auth.credential.ExternalIssuerProperties.Issuer;
import io.qnsp.auth.token.AccessTokens.Verified;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import reactor.core.publisher.Mono;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * Verifies tokens of trusted OIDC issuers with Spring Security's decoder: signature by
 * the issuer's published keys, issuer, audience, expiry. Platform roles cannot come from
 * outside.
 */
@Component
final class ExternalIssuers {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final Map<String, Trusted> trusted;

	ExternalIssuers(ExternalIssuerProperties properties) {
		this.trusted = properties.issuers()
			.stream()
			.map((issuer) -> new Trusted(issuer, decoderOf(issuer)))
			.collect(Collectors.toUnmodifiableMap((one) -> one.issuer().issuer(), Function.identity()));
	}

	/**
	 * Verifies a token.
	 * @param credential the token as it came
	 * @param token the same, parsed
	 * @return who holds it, or an error with status 401; 503 when the issuer's keys
	 * cannot be had
	 */
	Mono<Verified> verify(String credential, SignedJWT token) {
		Trusted issuer = this.trusted.get(issuerOf(token));
		if (issuer == null) {
			return Mono.error(refused());
		}
		return issuer.decoder()
			.decode(credential)
			.timeout(TIMEOUT)
			.map((jwt) -> verified(issuer.issuer(), jwt))
			.onErrorMap(ExternalIssuers::told);
	}

	private static ReactiveJwtDecoder decoderOf(Issuer issuer) {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSetUri(issuer.jwksUri().toString())
			.jwsAlgorithms((algorithms) -> algorithms.addAll(Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.RS384,
					SignatureAlgorithm.PS256, SignatureAlgorithm.ES256, SignatureAlgorithm.ES384)))
			.build();
		decoder.setJwtValidator(
				new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(issuer.issuer()),
						new JwtClaimValidator<List<String>>(JwtClaimNames.AUD,
								(audience) -> audience != null && audience.contains(issuer.audience()))));
		return decoder;
	}

	private static Verified verified(Issuer issuer, Jwt jwt) {
		UUID tenant = (issuer.tenantId() != null) ? issuer.tenantId() : tenantOf(issuer, jwt);
		List<String> names = Objects.requireNonNullElse(jwt.getClaimAsStringList(issuer.rolesClaim()), List.of());
		Set<Role> roles = names.stream()
			.map((name) -> issuer.roles().getOrDefault(name, ""))
			.flatMap((name) -> Role.ofWireName(name).stream())
			.filter((role) -> !role.isPlatform())
			.collect(Collectors.toUnmodifiableSet());
		Instant expiry = jwt.getExpiresAt();
		if (roles.isEmpty() || expiry == null || jwt.getSubject() == null) {
			throw refused();
		}
		String id = (jwt.getId() != null) ? jwt.getId() : issuer.issuer() + "#" + jwt.getSubject();
		Caller caller = new Caller(tenant, tenant, ActorType.USER, jwt.getSubject(), issuer.issuer(), roles,
				Set.of(Caller.UNLIMITED_SCOPE), id);
		return new Verified(caller, expiry);
	}

	private static UUID tenantOf(Issuer issuer, Jwt jwt) {
		try {
			return UUID.fromString(Objects.requireNonNullElse(jwt.getClaimAsString(issuer.tenantClaim()), ""));
		}
		catch (IllegalArgumentException ex) {
			throw refused();
		}
	}

	private static String issuerOf(SignedJWT token) {
		try {
			return Objects.requireNonNullElse(token.getJWTClaimsSet().getIssuer(), "");
		}
		catch (ParseException ex) {
			return "";
		}
	}

	/**
	 * The decoder has one kind of error for a token that it refuses and for keys that it
	 * could not get.
	 */
	// The decoder wraps what went wrong with the key set in exceptions of several kinds.
	private static Throwable told(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof WebClientException || cause instanceof IOException) {
				return QnspException.unavailable("The token's issuer does not answer", RETRY_AFTER, failure);
			}
		}
		return (failure instanceof JwtException) ? refused() : failure;
	}

	private static QnspException refused() {
		return new QnspException(ErrorCode.INVALID_TOKEN, "The token is not one this server accepts");
	}

	private record Trusted(Issuer issuer, ReactiveJwtDecoder decoder) {

	}

}
