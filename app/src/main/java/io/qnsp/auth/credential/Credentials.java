package io.qnsp.auth.credential;

import java.nio.ByteBuffer;
import java.text.ParseException;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.qnsp.auth.apikey.ApiKeys;
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

	private final ExternalIssuers issuers;

	private final RevokedCredentials revoked;

	private final CredentialCache cache;

	Credentials(ApiKeys apiKeys, AccessTokens tokens, ExternalIssuers issuers, RevokedCredentials revoked,
			CredentialCache cache) {
		this.apiKeys = apiKeys;
		this.tokens = tokens;
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
		// Checked after the cache was filled too: a revocation may come in between.
		return verify(credential).filter((verified) -> !this.revoked.includes(verified.caller())).map((verified) -> {
			this.cache.put(key, verified.caller(), verified.expiresAt());
			if (this.revoked.includes(verified.caller())) {
				this.cache.evict(verified.caller().credentialId());
				throw refused();
			}
			return verified.caller();
		}).switchIfEmpty(Mono.error(Credentials::refused));
	}

	private Mono<Verified> verify(String credential) {
		if (credential.startsWith(API_KEY_PREFIX)) {
			return this.apiKeys.verify(credential).map((key) -> new Verified(key.caller(), key.validUntil()));
		}
		SignedJWT token = parse(credential);
		if (token == null) {
			return Mono.error(refused());
		}
		return this.tokens.isOurs(token) ? this.tokens.verify(token) : this.issuers.verify(credential, token);
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
