package io.qnsp.auth.credential;

import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Instant;
import java.util.UUID;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.qnsp.auth.apikey.ApiKeys;
import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.Subject;
import io.qnsp.auth.subject.Subjects;
import io.qnsp.auth.token.AccessTokens;
import io.qnsp.auth.token.AccessTokens.Verified;
import io.qnsp.core.caller.Authenticator;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Verifies bearer credentials of every kind.
 */
@Component
final class Credentials implements Authenticator {

	/**
	 * An ML-DSA-65 token has some 5 KB; nothing that is longer than this is looked at.
	 */
	private static final int MAX_LENGTH = 16 * 1024;

	private static final String API_KEY_PREFIX = "qnsp_";

	private final ApiKeys apiKeys;

	private final AccessTokens tokens;

	private final Subjects subjects;

	private final ExternalIssuers issuers;

	private final RevokedCredentials revoked;

	private final CredentialCache cache;

	Credentials(ApiKeys apiKeys, AccessTokens tokens, Subjects subjects, ExternalIssuers issuers,
			RevokedCredentials revoked, CredentialCache cache) {
		this.apiKeys = apiKeys;
		this.tokens = tokens;
		this.subjects = subjects;
		this.issuers = issuers;
		this.revoked = revoked;
		this.cache = cache;
	}

	@Override
	public Mono<Caller> authenticate(String credential) {
		if (credential.isEmpty() || credential.length() > MAX_LENGTH) {
			return Mono.error(refused());
		}
		ByteBuffer key = CredentialCache.keyOf(credential);
		Caller known = this.cache.find(key);
		if (known != null) {
			return Mono.just(known);
		}
		long generation = this.cache.generation();
		return verify(credential).filter((verified) -> !this.revoked.includes(verified.caller()))
			.switchIfEmpty(Mono.error(Credentials::refused))
			.map((verified) -> {
				this.cache.put(key, verified.caller(), verified.expiresAt(), generation);
				return verified.caller();
			});
	}

	@Override
	public Instant validUntil(String credential) {
		return this.cache.expiryOf(CredentialCache.keyOf(credential));
	}

	private Mono<Verified> verify(String credential) {
		if (credential.startsWith(API_KEY_PREFIX)) {
			return this.apiKeys.verify(credential).map((key) -> new Verified(key.caller(), key.validUntil()));
		}
		SignedJWT token = parse(credential);
		if (token == null) {
			return Mono.error(refused());
		}
		return this.tokens.isOurs(token) ? this.tokens.verify(token).flatMap(this::limit)
				: this.issuers.verify(credential, token);
	}

	// A token is worth no more than its subject is now.
	private Mono<Verified> limit(Verified verified) {
		Caller caller = verified.caller();
		return this.subjects.find(caller.homeTenantId(), caller.actorType(), UUID.fromString(caller.subject()))
			.filter(Subject::active)
			.map((subject) -> RoleGrants.limit(caller.roles(), subject.roles()))
			.filter((roles) -> !roles.isEmpty())
			.map((roles) -> new Verified(new Caller(caller.tenantId(), caller.homeTenantId(), caller.actorType(),
					caller.subject(), caller.clientId(), roles, caller.scopes(), caller.credentialId()),
					verified.expiresAt()))
			.switchIfEmpty(Mono.error(Credentials::refused));
	}

	private static @Nullable SignedJWT parse(String credential) {
		try {
			// An unsigned token (alg none) parses as another class.
			return (JWTParser.parse(credential) instanceof SignedJWT signed) ? signed : null;
		}
		catch (ParseException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static QnspException refused() {
		return new QnspException(ErrorCode.INVALID_TOKEN, "The credential is not one this server accepts");
	}

}
