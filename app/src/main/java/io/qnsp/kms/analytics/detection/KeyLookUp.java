package io.qnsp.kms.analytics.detection;

import java.util.UUID;

import io.qnsp.core.sql.TenantContext;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.Keys;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Looks up keys of many tenants from a job. A job runs in a transaction, which keeps
 * every connection that is taken in it to its end, also of other roles, and a tenant's
 * connection shows that tenant only: the second tenant would seem to have no keys. So
 * each look-up leaves the transaction's context behind.
 */
@Component
final class KeyLookUp {

	private final Keys keys;

	KeyLookUp(Keys keys) {
		this.keys = keys;
	}

	Mono<KeyDescription> find(UUID tenantId, UUID keyId) {
		return this.keys.find(tenantId, keyId).contextWrite(TenantContext.only(tenantId));
	}

}
