package io.qnsp.auth.token;

import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import org.jspecify.annotations.Nullable;

/**
 * The form of access tokens: RFC 7515 compact serialisation with algorithm
 * {@code ML-DSA-65} (draft-ietf-cose-dilithium) and RFC 9068 claim names. Parsing is
 * Nimbus's; signatures are the crypto engine's.
 */
final class TokenCodec {

	/** The JWS algorithm name. */
	static final String ALGORITHM = "ML-DSA-65";

	private static final JWSAlgorithm JWS_ALGORITHM = new JWSAlgorithm(ALGORITHM);

	private TokenCodec() {
	}

	/**
	 * The bytes that are signed.
	 */
	static SignedJWT unsigned(TokenClaims claims, String issuer, String kid) {
		JWSHeader header = new JWSHeader.Builder(JWS_ALGORITHM).type(JOSEObjectType.JWT).keyID(kid).build();
		JWTClaimsSet set = new JWTClaimsSet.Builder().jwtID(claims.tokenId())
			.subject(claims.subject())
			.issuer(issuer)
			.audience(claims.audience())
			.issueTime(Date.from(claims.issuedAt()))
			.expirationTime(Date.from(claims.expiresAt()))
			.claim("tenant_id", claims.tenantId().toString())
			.claim("client_id", claims.clientId())
			.claim("actor_type", claims.actorType().wireName())
			.claim("roles", claims.roles().stream().map(Role::wireName).sorted().toList())
			.claim("scope", String.join(" ", new TreeSet<>(claims.scopes())))
			.build();
		return new SignedJWT(header, set);
	}

	/**
	 * The finished token.
	 */
	static String signed(SignedJWT unsigned, byte[] signature) {
		return new String(unsigned.getSigningInput(), java.nio.charset.StandardCharsets.US_ASCII) + "."
				+ Base64URL.encode(signature);
	}

	/**
	 * Whether a text can be one of our tokens or another JWS: three non-empty parts.
	 */
	static @Nullable SignedJWT parse(String token) {
		try {
			return SignedJWT.parse(token);
		}
		catch (ParseException | IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Reads the claims of a token whose signature was verified.
	 * @throws ParseException when a claim is missing or of another type
	 */
	static TokenClaims read(JWTClaimsSet set) throws ParseException {
		UUID tenant = uuid(text(set, "tenant_id"));
		ActorType actor = ActorType.valueOf(text(set, "actor_type").toUpperCase(Locale.ROOT));
		List<String> roleNames = set.getStringListClaim("roles");
		Set<Role> roles = ((roleNames != null) ? roleNames : List.<String>of()).stream()
			.flatMap((name) -> Role.ofWireName(name).stream())
			.collect(Collectors.toUnmodifiableSet());
		if (set.getExpirationTime() == null || set.getIssueTime() == null || set.getAudience().size() != 1) {
			throw new ParseException("exp, iat and one aud (expected: all of them)", 0);
		}
		return new TokenClaims(text(set, "jti"), text(set, "sub"), actor, tenant, text(set, "client_id"), roles,
				Set.copyOf(List.of(text(set, "scope").split(" ", -1))), set.getAudience().getFirst(),
				set.getIssueTime().toInstant(), set.getExpirationTime().toInstant());
	}

	private static String text(JWTClaimsSet set, String claim) throws ParseException {
		String value = set.getStringClaim(claim);
		if (value == null || value.isEmpty()) {
			throw new ParseException(claim + ": missing", 0);
		}
		return value;
	}

	private static UUID uuid(String text) throws ParseException {
		try {
			return UUID.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw new ParseException("tenant_id: not a UUID", 0);
		}
	}

}
