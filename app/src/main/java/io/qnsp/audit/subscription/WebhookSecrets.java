package io.qnsp.audit.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.qnsp.crypto.random.Randoms;

import org.springframework.stereotype.Component;

/**
 * Makes the secrets that sign webhooks, and replaces them.
 */
@Component
final class WebhookSecrets {

	/** How long the old secret signs beside the new one. */
	static final Duration OVERLAP = Duration.ofHours(24);

	private static final int BYTES = 32;

	private final Randoms randoms;

	WebhookSecrets(Randoms randoms) {
		this.randoms = randoms;
	}

	/**
	 * Gives a webhook that has no secret one.
	 */
	DestinationConfig complete(DestinationConfig destination) {
		if (destination.type() != DestinationType.WEBHOOK || destination.secrets().containsKey(WebhookFields.SECRET)) {
			return destination;
		}
		return new DestinationConfig(destination.type(), destination.open(), Map.of(WebhookFields.SECRET, fresh()),
				destination.target());
	}

	/**
	 * A new secret in the place of the one before, which goes on for a while.
	 */
	Map<String, String> rotated(Map<String, String> before, Instant now) {
		Map<String, String> after = new LinkedHashMap<>();
		after.put(WebhookFields.SECRET, fresh());
		String old = before.get(WebhookFields.SECRET);
		if (old != null) {
			after.put(WebhookFields.PREVIOUS_SECRET, old);
			after.put(WebhookFields.PREVIOUS_SECRET_UNTIL, now.plus(OVERLAP).toString());
		}
		return after;
	}

	private String fresh() {
		byte[] bytes = this.randoms.bytes(BYTES);
		try {
			return WebhookFields.SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

}
