package io.qnsp.auth.subject;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import io.qnsp.core.sql.TenantContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Finds users and service accounts, whoever keeps them.
 */
@Component
public final class Subjects implements Principals {

	private final Map<ActorType, SubjectSource> sources;

	Subjects(List<SubjectSource> sources) {
		this.sources = sources.stream().collect(Collectors.toUnmodifiableMap(SubjectSource::type, Function.identity()));
	}

	/**
	 * Looks a subject up.
	 * @param tenantId the subject's tenant
	 * @param type user or service
	 * @param subjectId the subject
	 * @return the subject as it is now, or empty when the tenant has none of that id
	 */
	public Mono<Subject> find(UUID tenantId, ActorType type, UUID subjectId) {
		SubjectSource source = this.sources.get(type);
		return (source != null) ? source.findSubject(tenantId, subjectId).contextWrite(TenantContext.with(tenantId))
				: Mono.empty();
	}

	@Override
	public Mono<Boolean> mayWrite(UUID tenantId, UUID subjectId) {
		return Flux.fromIterable(this.sources.keySet())
			.concatMap((type) -> find(tenantId, type, subjectId))
			.any((subject) -> subject.active() && RoleGrants.covers(subject.roles(), Role.DEVELOPER));
	}

}
