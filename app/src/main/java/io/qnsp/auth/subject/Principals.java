package io.qnsp.auth.subject;

import java.util.UUID;

import reactor.core.publisher.Mono;

/**
 * Who can act in a tenant, for the other services.
 */
public interface Principals {

	/**
	 * Whether a user or service account may change things in its tenant now.
	 * @param tenantId the tenant
	 * @param subjectId the user's or service account's id
	 * @return false for one that is unknown, of another tenant, disabled, or whose roles
	 * only read
	 */
	Mono<Boolean> mayWrite(UUID tenantId, UUID subjectId);

}
