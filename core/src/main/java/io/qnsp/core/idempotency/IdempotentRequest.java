package io.qnsp.core.idempotency;

import java.util.UUID;

/**
 * A call that carries an idempotency key.
 *
 * @param tenantId the tenant
 * @param subject who called; keys of different callers do not meet
 * @param key the caller's key, 1 to 255 printable characters
 * @param hash SHA-256 over method, path, query and body
 */
public record IdempotentRequest(UUID tenantId, String subject, String key, byte[] hash) {

	@Override
	public String toString() {
		return "IdempotentRequest[" + this.tenantId + ", " + this.key + "]";
	}

}
