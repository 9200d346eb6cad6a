package io.qnsp.audit.delivery.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.qnsp.audit.subscription.WebhookFields;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.mac.Macs;
import io.qnsp.crypto.secret.SecretBytes;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Signs with a webhook's secret, and for a while after a rotation with the one before
 * too: {@code v1,} and the HMAC-SHA-256 in base64, separated by spaces.
 */
final class WebhookSignatures implements AutoCloseable {

	private static final int SHORTEST = 16;

	private final Macs macs;

	private final Clock clock;

	private final List<Key> keys = new ArrayList<>();

	WebhookSignatures(Map<String, String> secrets, Macs macs, Clock clock) {
		this.macs = macs;
		this.clock = clock;
		add(secrets.get(WebhookFields.SECRET), Instant.MAX);
		add(secrets.get(WebhookFields.PREVIOUS_SECRET), time(secrets.get(WebhookFields.PREVIOUS_SECRET_UNTIL)));
	}

	private void add(@Nullable String secret, Instant until) {
		if (secret != null) {
			this.keys.add(new Key(SecretBytes.takeOver(bytes(secret)), until));
		}
	}

	/**
	 * Signs.
	 * @param content id, timestamp and body, separated by dots; unchanged until the
	 * answer
	 * @return the header's value; empty text when there is no secret
	 */
	Mono<String> sign(byte[] content) {
		Instant now = this.clock.instant();
		return Flux.fromIterable(this.keys)
			.filter((key) -> now.isBefore(key.until()))
			.concatMap((key) -> this.macs.mac(Algorithm.HMAC_SHA_256, key.secret(), content))
			.map((tag) -> "v1," + Base64.getEncoder().encodeToString(tag))
			.collectList()
			.map((all) -> String.join(" ", all));
	}

	/**
	 * The key that a secret stands for: what is in base64 after {@code whsec_}, or the
	 * text itself.
	 */
	static byte[] bytes(String secret) {
		if (secret.startsWith(WebhookFields.SECRET_PREFIX)) {
			try {
				byte[] decoded = Base64.getDecoder().decode(secret.substring(WebhookFields.SECRET_PREFIX.length()));
				if (decoded.length >= SHORTEST) {
					return decoded;
				}
			}
			catch (IllegalArgumentException ex) {
				// Stored before there was a rule: it signs as it stands.
				return secret.getBytes(StandardCharsets.UTF_8);
			}
		}
		return secret.getBytes(StandardCharsets.UTF_8);
	}

	private static Instant time(@Nullable String until) {
		try {
			return (until != null) ? Instant.parse(until) : Instant.MIN;
		}
		catch (DateTimeException ex) {
			return Instant.MIN;
		}
	}

	@Override
	public void close() {
		this.keys.forEach((key) -> key.secret().close());
	}

	private record Key(SecretBytes secret, Instant until) {

	}

}
