package io.qnsp.auth.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.TenantNames;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tokens over HTTP: the OAuth 2 client credentials grant (RFC 6749, section 4.4), service
 * tokens, revocation and the public keys.
 */
@RestController
class TokenController {

	private static final String BASIC = "Basic ";

	private final TokenGrants grants;

	private final SigningKeys keys;

	TokenController(TokenGrants grants, SigningKeys keys) {
		this.grants = grants;
		this.keys = keys;
	}

	/**
	 * Issues an access token for an API key.
	 */
	@PostMapping(path = "/auth/token", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Controls(value = Control.AUDIT, event = "auth.token.issue", access = Access.READ, anonymous = true)
	Mono<TokenResponse> issue(@RequestBody TokenRequest request, ServerWebExchange exchange,
			@RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
			CallAudit audit) {
		return this.grants.clientCredentials(withBasic(request, authorization), tenantsIn(exchange), audit);
	}

	/**
	 * The same for the form that OAuth 2 clients send.
	 */
	@PostMapping(path = "/auth/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	@Controls(value = Control.AUDIT, event = "auth.token.issue", access = Access.READ, anonymous = true)
	Mono<TokenResponse> issueForForm(ServerWebExchange exchange,
			@RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
			CallAudit audit) {
		return TokenForm.read(exchange.getRequest())
			.flatMap((request) -> this.grants.clientCredentials(withBasic(request, authorization), tenantsIn(exchange),
					audit));
	}

	// The pipeline can't compare them: it does not know the caller of an anonymous
	// endpoint.
	private static List<String> tenantsIn(ServerWebExchange exchange) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		return TenantNames.HEADERS.stream().flatMap((name) -> headers.getOrEmpty(name).stream()).toList();
	}

	/**
	 * Issues a token to the service account whose secret is the bearer credential.
	 */
	@PostMapping("/auth/service-token")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = Control.AUDIT, event = "auth.service_token.issue", access = Access.READ)
	Mono<ServiceTokenResponse> issueToService(@Valid @RequestBody ServiceTokenRequest request, Caller caller,
			CallAudit audit) {
		return this.grants.serviceToken(request, caller, audit);
	}

	/**
	 * Revokes an access token: the caller's own, or, for administrators, any of the
	 * tenant.
	 */
	@PostMapping("/auth/token/revoke")
	@Controls(value = Control.AUDIT, event = "auth.token.revoke", access = Access.READ)
	Mono<RevokeResponse> revoke(@Valid @RequestBody RevokeRequest request, Caller caller, CallAudit audit) {
		return this.grants.revoke(request, caller, audit);
	}

	/**
	 * The public key of one signing key, or of the one that signs now.
	 */
	@GetMapping("/auth/jwt/public-key")
	@Controls(event = "auth.public_key.read", anonymous = true)
	Mono<PublicKeyResponse> publicKey(@RequestParam(required = false) @Nullable String kid) {
		Mono<LoadedKey> key = (kid != null) ? Mono.justOrEmpty(this.keys.find(kid)) : this.keys.signing();
		return key
			.map((found) -> new PublicKeyResponse(found.kid(), TokenCodec.ALGORITHM,
					Base64.getEncoder().encodeToString(found.publicKey())))
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("signing key", String.valueOf(kid))));
	}

	/**
	 * All public keys, as a JSON Web Key Set (key type {@code AKP}).
	 */
	@GetMapping("/auth/.well-known/jwks.json")
	@Controls(event = "auth.public_key.list", anonymous = true)
	Mono<JwksResponse> jwks() {
		List<JwksResponse.Key> published = this.keys.published()
			.stream()
			.map((key) -> new JwksResponse.Key("AKP", TokenCodec.ALGORITHM, "sig", key.kid(),
					Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey())))
			.toList();
		return Mono.just(new JwksResponse(published));
	}

	/**
	 * Makes a new signing key that signs at once; the old ones go on verifying.
	 */
	@PostMapping("/auth/signing-keys/rotate")
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.signing_key.rotate")
	Mono<RotateResponse> rotate(Caller caller, CallAudit audit) {
		if (!caller.isPlatformOperator()) {
			return Mono.error(new QnspException(ErrorCode.FORBIDDEN, "The call needs the role platform_operator",
					Map.of("role", "platform_operator")));
		}
		return this.keys.rotate(true).map((kid) -> {
			audit.resource("signing-key", kid);
			return new RotateResponse(kid);
		});
	}

	// RFC 6749, section 2.3.1: HTTP Basic is one way to give the client's credentials.
	private static TokenRequest withBasic(TokenRequest request, @Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
				|| request.clientSecret() != null) {
			return request;
		}
		try {
			String pair = new String(Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim()),
					StandardCharsets.UTF_8);
			int colon = pair.indexOf(':');
			return (colon < 0) ? request : new TokenRequest(request.grantType(), pair.substring(0, colon),
					pair.substring(colon + 1), request.scope(), request.audience());
		}
		catch (IllegalArgumentException ex) {
			throw new QnspException(ErrorCode.INVALID_CREDENTIALS, "The Basic credentials are not readable");
		}
	}

	/**
	 * A public key.
	 *
	 * @param keyId the key's name
	 * @param algorithm {@code ML-DSA-65}
	 * @param publicKey the FIPS 204 encoding, base64
	 */
	record PublicKeyResponse(String keyId, String algorithm, String publicKey) {

	}

	/**
	 * The name of the new signing key.
	 *
	 * @param keyId the key's name
	 */
	record RotateResponse(String keyId) {

	}

	/**
	 * A JSON Web Key Set.
	 *
	 * @param keys the keys
	 */
	record JwksResponse(List<Key> keys) {

		/**
		 * A key of type AKP (algorithm key pair).
		 *
		 * @param kty the key type
		 * @param alg the algorithm
		 * @param use {@code sig}
		 * @param kid the key's name
		 * @param pub the public key, base64url
		 */
		record Key(String kty, String alg, String use, String kid, String pub) {

		}

	}

	/**
	 * What was revoked.
	 *
	 * @param tokenId the token's id
	 * @param revoked always true
	 */
	record RevokeResponse(UUID tokenId, boolean revoked) {

	}

}
