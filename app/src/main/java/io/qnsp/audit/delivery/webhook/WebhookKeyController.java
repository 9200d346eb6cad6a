package io.qnsp.audit.delivery.webhook;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.signing.PlatformKeys;
import io.qnsp.app.signing.PlatformPublicKey;
import io.qnsp.core.control.Controls;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The public keys that webhooks are signed with, for receivers, who have no credential.
 */
@RestController
final class WebhookKeyController {

	private final PlatformKeys keys;

	WebhookKeyController(PlatformKeys keys) {
		this.keys = keys;
	}

	/**
	 * The keys.
	 *
	 * @param keys the newest first, which signs now
	 */
	record WebhookKeys(List<WebhookKey> keys) {

	}

	/**
	 * One key.
	 *
	 * @param keyId as in the header {@code webhook-signature-pqc-key}
	 * @param algorithm {@code ML-DSA-65}
	 * @param publicKey the raw public key of FIPS 204, in base64
	 * @param createdAt from when on it signed
	 * @param retiredAt when another key took over, or {@code null} while it signs
	 */
	record WebhookKey(UUID keyId, String algorithm, String publicKey, Instant createdAt, @Nullable Instant retiredAt) {

		static WebhookKey of(PlatformPublicKey key) {
			return new WebhookKey(key.keyId(), PlatformKeys.ALGORITHM.id(),
					Base64.getEncoder().encodeToString(key.publicKey()), key.createdAt(), key.retiredAt());
		}

	}

	@GetMapping("/v1/streaming/webhook-keys")
	@Controls(event = "audit.webhook_key.list", anonymous = true)
	Mono<WebhookKeys> keys() {
		return this.keys.publicKeys(WebhookOpener.PURPOSE)
			.map((found) -> new WebhookKeys(found.stream().map(WebhookKey::of).toList()));
	}

}
