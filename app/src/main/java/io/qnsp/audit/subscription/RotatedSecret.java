package io.qnsp.audit.subscription;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.idempotency.OneTimeAnswer;
import org.jspecify.annotations.Nullable;

/**
 * A webhook's new secret, shown this once.
 *
 * @param subscriptionId the subscription
 * @param secret the secret, {@code whsec_} and base64
 * @param previousSecretValidUntil until when the secret before signs too, or {@code null}
 * when there was none
 */
record RotatedSecret(UUID subscriptionId, String secret,
		@Nullable Instant previousSecretValidUntil) implements OneTimeAnswer {

	@Override
	public String toString() {
		return "RotatedSecret[" + this.subscriptionId + "]";
	}

}
