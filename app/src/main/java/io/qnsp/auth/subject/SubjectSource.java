package io.qnsp.auth.subject;

import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import reactor.core.publisher.Mono;

/**
 * Knows the subjects of one kind. The feature that keeps them answers this.
 */
public interface SubjectSource {

	/**
	 * Which kind this source knows.
	 * @return user or service
	 */
	ActorType type();

	/**
	 * Looks a subject up, in the tenant of the Reactor context.
	 * @param tenantId that tenant
	 * @param subjectId the subject
	 * @return the subject, or empty when the tenant has none of that id
	 */
	Mono<Subject> findSubject(UUID tenantId, UUID subjectId);

}
