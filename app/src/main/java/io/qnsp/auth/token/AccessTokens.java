package io.qnsp.auth.token;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Issues access tokens and verifies them.
 */
@Component
public class AccessTokens {

	private final SigningKeys keys;

	private final CryptoEngine engine;

	private final TokenProperties properties;

	private final Ids ids;

	private final Clock clock;

	AccessTokens(SigningKeys keys, CryptoEngine engine, TokenProperties properties, Ids ids, Clock clock) {
		this.keys = keys;
		this.engine = engine;
		this.properties = properties;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * A verified token.
	 *
	 * @param caller who holds it
	 * @param expiresAt when it expires
	 */
	public record Verified(Caller caller, Instant expiresAt) {

	}

	/**
	 * A token as it goes out.
	 *
	 * @param token the token; a secret
	 * @param tokenId its id
	 * @param lifetime how long it is good, in whole seconds or less
	 */
	record Issued(String token, String tokenId, Duration lifetime) {

		@Override
		public String toString() {
			return "Issued[" + this.tokenId + "]";
		}

	}

	/**
	 * Whether a token says that this server issued it; nothing is verified yet.
	 * @param token the token
	 * @return true when its issuer is this server
	 */
	public boolean isOurs(SignedJWT token) {
		try {
			return this.properties.issuer().equals(token.getJWTClaimsSet().getIssuer());
		}
		catch (ParseException ex) {
			return false;
		}
	}

	/**
	 * Verifies a token of this server: algorithm, signature, issuer, audience, expiry.
	 * @param token the token
	 * @return who holds it, or an error with status 401
	 */
	public Mono<Verified> verify(SignedJWT token) {
		if (!TokenCodec.ALGORITHM.equals(token.getHeader().getAlgorithm().getName())
				|| !isCanonical(token.getSignature())) {
			return Mono.error(refused());
		}
		return keyOf(token.getHeader().getKeyID())
			.flatMap((key) -> this.engine.signatures()
				.verify(Algorithm.ML_DSA_65, key.publicKey(), token.getSigningInput(), token.getSignature().decode()))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(AccessTokens::refused))
			.map((valid) -> check(token));
	}

	/**
	 * Issues a token.
	 * @param caller for whom: subject, tenant, roles and client of an authenticated
	 * caller
	 * @param scopes what it is limited to
	 * @param audience for whom it is meant, or {@code null} for this server
	 * @param notAfter when it ends at the latest: a token does not outlive the API key
	 * that it was issued for
	 */
	Mono<Issued> issue(Caller caller, Set<String> scopes, @Nullable String audience, Instant notAfter) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		TokenClaims claims = new TokenClaims(this.ids.next().toString(), caller.subject(), caller.actorType(),
				caller.homeTenantId(), caller.clientId(), caller.roles(), scopes,
				(audience != null) ? audience : this.properties.audience(), now,
				earlier(now.plus(this.properties.lifetime()), notAfter));
		return this.keys.signing().flatMap((key) -> {
			SignedJWT unsigned = TokenCodec.unsigned(claims, this.properties.issuer(), key.kid());
			return this.engine.signatures()
				.sign(key.key(), unsigned.getSigningInput())
				.map((signature) -> new Issued(TokenCodec.signed(unsigned, signature), claims.tokenId(),
						Duration.between(now, claims.expiresAt())));
		});
	}

	// The decoder skips what is not base64url: one token must have one spelling.
	private static boolean isCanonical(Base64URL signature) {
		return Base64URL.encode(signature.decode()).equals(signature);
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	private Mono<LoadedKey> keyOf(@Nullable String kid) {
		return (kid != null) ? this.keys.findOrLoad(kid) : Mono.empty();
	}

	private Verified check(SignedJWT token) {
		try {
			TokenClaims claims = TokenCodec.read(token.getJWTClaimsSet());
			if (!this.properties.issuer().equals(token.getJWTClaimsSet().getIssuer())
					|| !this.properties.audience().equals(claims.audience())) {
				throw refused();
			}
			if (!this.clock.instant().isBefore(claims.expiresAt())) {
				throw new QnspException(ErrorCode.TOKEN_EXPIRED, "The token expired at " + claims.expiresAt());
			}
			return new Verified(new Caller(claims.tenantId(), claims.tenantId(), claims.actorType(), claims.subject(),
					claims.clientId(), claims.roles(), claims.scopes(), claims.tokenId()), claims.expiresAt());
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw refused();
		}
	}

	private static QnspException refused() {
		return new QnspException(ErrorCode.INVALID_TOKEN, "The token is not one this server accepts");
	}

}
