package io.qnsp.kms.byohsm;

import java.util.UUID;

import reactor.core.publisher.Mono;

/**
 * Somebody whose keys live in HSMs of tenants: as long as there are any, the connection
 * is deleted only by force. All beans of this type are asked.
 */
public interface HsmKeyHolder {

	/**
	 * What the keys are called where a deletion is refused.
	 * @return a field name such as {@code kmsKeys}
	 */
	String name();

	/**
	 * How many keys need the connection. Runs in the transaction that deletes it, which
	 * has the connection's row locked.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return 0 or more
	 */
	Mono<Long> keysIn(UUID tenantId, UUID connectionId);

	/**
	 * Gives the keys up: the connection is deleted by force. Runs in the same
	 * transaction. What is in the HSM is the tenant's and stays there.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return completes when nothing refers to the connection any more
	 */
	Mono<Void> giveUp(UUID tenantId, UUID connectionId);

}
