package io.qnsp.audit.subscription;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

import io.qnsp.crypto.keyring.Keyring;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Seals the secrets of destinations and opens them again.
 */
@Component
final class DestinationSecrets {

	/**
	 * The purpose that secrets are sealed for; the subject is tenant and subscription.
	 */
	static final String PURPOSE = "audit.subscription-secrets";

	private static final TypeReference<Map<String, String>> FIELDS = new TypeReference<>() {
	};

	private final Keyring keyring;

	private final JsonMapper json;

	DestinationSecrets(Keyring keyring, JsonMapper json) {
		this.keyring = keyring;
		this.json = json;
	}

	/**
	 * Seals secrets.
	 * @return the envelope, or {@code null} when there are none
	 */
	byte @Nullable [] seal(Map<String, String> secrets, UUID tenantId, UUID subscriptionId) {
		if (secrets.isEmpty()) {
			return null;
		}
		byte[] plain = this.json.writeValueAsBytes(secrets);
		try {
			return this.keyring.seal(plain, PURPOSE, subject(tenantId, subscriptionId));
		}
		finally {
			Arrays.fill(plain, (byte) 0);
		}
	}

	/**
	 * Opens secrets.
	 * @throws io.qnsp.crypto.aead.DecryptionException when no root key opens them
	 */
	Map<String, String> open(byte @Nullable [] sealed, UUID tenantId, UUID subscriptionId) {
		if (sealed == null) {
			return Map.of();
		}
		byte[] plain = this.keyring.open(sealed, PURPOSE, subject(tenantId, subscriptionId));
		try {
			return this.json.readValue(plain, FIELDS);
		}
		finally {
			Arrays.fill(plain, (byte) 0);
		}
	}

	static String subject(UUID tenantId, UUID subscriptionId) {
		return tenantId + "/" + subscriptionId;
	}

}
