package io.qnsp.auth.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Access tokens, {@code qnsp.tokens.*}.
 *
 * @param issuer the {@code iss} claim, defaults to {@code https://qnsp.local}
 * @param audience the {@code aud} claim this server asks for, defaults to
 * {@code platform}
 * @param lifetime how long a token is valid, defaults to 15 minutes
 * @param rotation how long a signing key signs, defaults to 30 days
 * @param overlap how long a new signing key is published before it signs, defaults to 1
 * hour
 */
@ConfigurationProperties("qnsp.tokens")
record TokenProperties(@DefaultValue("https://qnsp.local") String issuer, @DefaultValue("platform") String audience,
		@DefaultValue("15m") Duration lifetime, @DefaultValue("30d") Duration rotation,
		@DefaultValue("1h") Duration overlap) {

	TokenProperties {
		if (lifetime.compareTo(Duration.ofMinutes(1)) < 0 || lifetime.compareTo(Duration.ofHours(1)) > 0) {
			throw new IllegalArgumentException("qnsp.tokens.lifetime: %s (expected: PT1M..PT1H)".formatted(lifetime));
		}
	}

}
