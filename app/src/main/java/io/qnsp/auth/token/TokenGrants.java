package io.qnsp.auth.token;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.apikey.ApiKeys;
import io.qnsp.auth.apikey.VerifiedApiKey;
import io.qnsp.auth.revocation.Revocations;
import io.qnsp.auth.serviceaccount.ServiceAccounts;
import io.qnsp.auth.subject.Scopes;
import io.qnsp.auth.token.TokenController.RevokeResponse;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.TenantNames;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.TenantDirectory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Who may get which token, and the revocation of tokens.
 */
@Service
class TokenGrants {

	private static final String CLIENT_CREDENTIALS = "client_credentials";

	private static final String WRITE_SCOPE = "write:auth";

	private final ApiKeys apiKeys;

	private final ServiceAccounts serviceAccounts;

	private final AccessTokens tokens;

	private final TenantDirectory tenants;

	private final Revocations revocations;

	private final Changes changes;

	private final TokenProperties properties;

	TokenGrants(ApiKeys apiKeys, ServiceAccounts serviceAccounts, AccessTokens tokens, TenantDirectory tenants,
			Revocations revocations, Changes changes, TokenProperties properties) {
		this.apiKeys = apiKeys;
		this.serviceAccounts = serviceAccounts;
		this.tokens = tokens;
		this.tenants = tenants;
		this.revocations = revocations;
		this.changes = changes;
		this.properties = properties;
	}

	Mono<TokenResponse> clientCredentials(TokenRequest request, List<String> tenantNames, CallAudit audit) {
		if (!CLIENT_CREDENTIALS.equals(request.grantType())) {
			return Mono.error(QnspException.badRequest("grant_type",
					((request.grantType() != null) ? "unsupported" : "missing") + " (expected: client_credentials)"));
		}
		String secret = request.clientSecret();
		if (secret == null || secret.isEmpty()) {
			return Mono.error(QnspException.badRequest("client_secret", "missing (expected: an API key)"));
		}
		return this.apiKeys.verify(secret)
			.onErrorMap(QnspException.class, TokenGrants::badCredentials)
			.flatMap((key) -> active(key.caller()).then(Mono.defer(() -> {
				TenantNames.resolve(key.caller(), tenantNames);
				return issue(key, request, audit);
			})));
	}

	Mono<ServiceTokenResponse> serviceToken(ServiceTokenRequest request, Caller caller, CallAudit audit) {
		boolean itself = caller.actorType() == ActorType.SERVICE
				&& caller.subject().equals(request.serviceId().toString());
		if (!itself) {
			return Mono.error(new QnspException(ErrorCode.SERVICE_ACCOUNT_NOT_FOUND,
					"The credential is not one of service account " + request.serviceId()));
		}
		if (!isApiKey(caller)) {
			return Mono.error(new QnspException(ErrorCode.INVALID_CREDENTIALS,
					"A token cannot be exchanged for another one (expected: the service account's secret)"));
		}
		return audienceOf(caller, request.audience())
			.flatMap((audience) -> this.tokens.issue(caller, caller.scopes(), audience, Instant.MAX))
			.map((issued) -> {
				audit.resource("token", issued.tokenId()).detail("audience", request.audience());
				return new ServiceTokenResponse(issued.token());
			});
	}

	Mono<RevokeResponse> revoke(RevokeRequest request, Caller caller, CallAudit audit) {
		String id = request.tokenId().toString();
		QnspException refusal = id.equals(caller.credentialId()) ? ownTokenRefusal(caller) : othersRefusal(caller);
		if (refusal != null) {
			return Mono.error(refusal);
		}
		audit.resource("token", id)
			.detail("reason",
					(request.reason() != null) ? request.reason().name().toLowerCase(java.util.Locale.ROOT) : null);
		RevokeResponse answer = new RevokeResponse(request.tokenId(), true);
		Mono<RevokeResponse> work = this.apiKeys.exists(caller.tenantId(), request.tokenId())
			.flatMap((key) -> key ? Mono.error(isKey()) : this.revocations.write(caller.tenantId(), id))
			.thenReturn(answer);
		return this.changes.commit(work).doOnNext((done) -> this.revocations.announceRevoked(caller.tenantId(), id));
	}

	// A token is revoked in its tenant, and that is not the one that an operator acts in.
	private static @Nullable QnspException ownTokenRefusal(Caller caller) {
		return caller.tenantId().equals(caller.homeTenantId()) ? null : QnspException.unprocessable("tokenId",
				"the caller's own token, which is one of its home tenant (expected: a call without a tenant header)");
	}

	private static @Nullable QnspException othersRefusal(Caller caller) {
		if (!caller.isAdmin()) {
			return new QnspException(ErrorCode.FORBIDDEN, "Only administrators revoke the tokens of others",
					Map.of("role", "admin"));
		}
		return caller.hasScope(WRITE_SCOPE) ? null : new QnspException(ErrorCode.FORBIDDEN,
				"The credential does not hold the scope " + WRITE_SCOPE, Map.of("scope", WRITE_SCOPE));
	}

	private static QnspException isKey() {
		return QnspException.unprocessable("tokenId",
				"an API key's id (expected: a token's; a key is revoked by POST /auth/api-keys/{id}/revoke)");
	}

	private Mono<Void> active(Caller caller) {
		return this.tenants.find(caller.homeTenantId())
			.filter((tenant) -> tenant.active() || caller.isPlatformOperator())
			.switchIfEmpty(Mono.error(() -> new QnspException(ErrorCode.TENANT_SUSPENDED,
					"The tenant is suspended; its administrator knows why")))
			.then();
	}

	private Mono<TokenResponse> issue(VerifiedApiKey key, TokenRequest request, CallAudit audit) {
		Caller caller = key.caller();
		audit.caller(caller);
		String clientId = request.clientId();
		if (clientId != null && !clientId.equals(caller.clientId()) && !clientId.equals(caller.subject())) {
			return Mono.error(new QnspException(ErrorCode.INVALID_CREDENTIALS,
					"The client_id does not belong to the client_secret"));
		}
		Set<String> scopes = scopesOf(caller, request.scope());
		return audienceOf(caller, request.audience())
			.flatMap((audience) -> this.tokens.issue(caller, scopes, audience, key.validUntil()))
			.map((issued) -> {
				audit.resource("token", issued.tokenId()).detail("audience", request.audience());
				return new TokenResponse(issued.token(), "Bearer", issued.lifetime().toSeconds(),
						String.join(" ", new java.util.TreeSet<>(scopes)));
			});
	}

	private Mono<String> audienceOf(Caller caller, @Nullable String wanted) {
		if (wanted == null || wanted.equals(this.properties.audience())) {
			return Mono.just(this.properties.audience());
		}
		QnspException refusal = new QnspException(ErrorCode.AUDIENCE_NOT_PERMITTED,
				"The audience is not one of the service account's");
		if (caller.actorType() != ActorType.SERVICE) {
			return Mono.error(refusal);
		}
		return this.serviceAccounts.find(caller.homeTenantId(), UUID.fromString(caller.subject()))
			.filter((account) -> account.audiences().contains(wanted))
			.map((account) -> wanted)
			.switchIfEmpty(Mono.error(refusal));
	}

	private static Set<String> scopesOf(Caller caller, @Nullable String wanted) {
		if (wanted == null || wanted.isBlank()) {
			return caller.scopes();
		}
		List<String> scopes = Scopes.read("scope", List.of(wanted.trim().split(" +", -1)));
		for (String scope : scopes) {
			if (!caller.hasScope(scope)) {
				throw QnspException.badRequest("scope", "wider than the API key's (expected: a part of its scopes)");
			}
		}
		return new LinkedHashSet<>(scopes);
	}

	private static boolean isApiKey(Caller caller) {
		return caller.credentialId().equals(caller.clientId());
	}

	private static QnspException badCredentials(QnspException problem) {
		return (problem.code().status() == 401)
				? new QnspException(ErrorCode.INVALID_CREDENTIALS, "The client_secret is not an API key of this server")
				: problem;
	}

}
