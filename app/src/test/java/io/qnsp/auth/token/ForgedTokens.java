package io.qnsp.auth.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jwt.SignedJWT;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import io.qnsp.core.id.Ids;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.signature.SigningKey;

import org.springframework.stereotype.Component;

/**
 * Tokens that the server must refuse. All but the last few carry a signature by the
 * server's own key, so that nothing but the one fault can be the reason.
 */
@Component
public final class ForgedTokens {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private final SigningKeys keys;

	private final CryptoEngine engine;

	private final TokenProperties properties;

	private final Ids ids;

	private final Clock clock;

	ForgedTokens(SigningKeys keys, CryptoEngine engine, TokenProperties properties, Ids ids, Clock clock) {
		this.keys = keys;
		this.engine = engine;
		this.properties = properties;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * The control: a token like the others without a fault.
	 * @param account whose token
	 * @return a token that the server accepts
	 */
	public String valid(Account account) {
		return signed(account, this.properties.issuer(), this.properties.audience(), Duration.ofMinutes(5), key());
	}

	/**
	 * Tokens with one fault each.
	 * @param account whose tokens they pretend to be
	 * @return by the name of the fault
	 */
	public Map<String, String> all(Account account) {
		String issuer = this.properties.issuer();
		String audience = this.properties.audience();
		Duration valid = Duration.ofMinutes(5);
		String good = valid(account);
		Map<String, String> tokens = new LinkedHashMap<>();
		tokens.put("expired", signed(account, issuer, audience, Duration.ofSeconds(-1), key()));
		tokens.put("wrong audience", signed(account, issuer, "another-service", valid, key()));
		tokens.put("wrong issuer", signed(account, "https://evil.example", audience, valid, key()));
		try (SigningKey other = this.engine.signatures().generate(Algorithm.ML_DSA_65).block(TIMEOUT)) {
			LoadedKey own = key();
			tokens.put("other key", signed(account, issuer, audience, valid,
					new LoadedKey(own.kid(), other, other.publicKey(), own.signsFrom(), own.verifiesUntil())));
			tokens.put("unknown key", signed(account, issuer, audience, valid, new LoadedKey(this.ids.next().toString(),
					other, other.publicKey(), own.signsFrom(), own.verifiesUntil())));
		}
		tokens.put("tampered signature", tamperedSignature(good));
		tokens.put("tampered claims", tamperedClaims(good));
		tokens.put("alg none", BASE64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
				+ good.split("\\.")[1] + ".");
		tokens.put("public key as HMAC secret", hmac(good));
		tokens.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
		return tokens;
	}

	private LoadedKey key() {
		return this.keys.signing().block(TIMEOUT);
	}

	private String signed(Account account, String issuer, String audience, Duration left, LoadedKey key) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		TokenClaims claims = new TokenClaims(this.ids.next().toString(), account.userId().toString(), ActorType.USER,
				account.tenantId(), account.apiKeyId().toString(), Set.of(Role.OWNER), Set.of("*"), audience,
				now.minus(Duration.ofMinutes(10)), now.plus(left));
		SignedJWT unsigned = TokenCodec.unsigned(claims, issuer, key.kid());
		return TokenCodec.signed(unsigned,
				this.engine.signatures().sign(key.key(), unsigned.getSigningInput()).block(TIMEOUT));
	}

	private static String tamperedSignature(String token) {
		int middle = token.lastIndexOf('.') + 1000;
		char other = (token.charAt(middle) != 'A') ? 'A' : 'B';
		return token.substring(0, middle) + other + token.substring(middle + 1);
	}

	private static String tamperedClaims(String token) {
		String[] parts = token.split("\\.");
		String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
		String raised = claims.replace("\"owner\"", "\"platform_operator\"");
		return parts[0] + "." + BASE64.encodeToString(raised.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
	}

	private String hmac(String token) {
		LoadedKey key = key();
		String header = "{\"alg\":\"HS256\",\"kid\":\"" + key.kid() + "\"}";
		String input = BASE64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "." + token.split("\\.")[1];
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key.publicKey(), "HmacSHA256"));
			return input + "." + BASE64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
