package io.qnsp.kms.keys;

import java.util.UUID;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The keys of a tenant, for the other features.
 */
public interface Keys {

	/**
	 * A key, as the database has it now.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @return the key, destroyed ones too, or empty when the tenant has none of that id
	 */
	Mono<KeyDescription> find(UUID tenantId, UUID keyId);

	/**
	 * All keys of a tenant, read page by page as they are asked for.
	 * @param tenantId the tenant
	 * @return the keys, newest first, destroyed ones too
	 */
	Flux<KeyDescription> all(UUID tenantId);

}
