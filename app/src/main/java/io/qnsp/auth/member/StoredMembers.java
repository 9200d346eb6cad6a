package io.qnsp.auth.member;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.Subject;
import io.qnsp.auth.subject.SubjectSource;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import io.qnsp.core.id.Ids;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes users and looks them up for the other features.
 */
@Component
final class StoredMembers implements Members, SubjectSource {

	private final MemberRepository repository;

	private final Ids ids;

	private final Clock clock;

	StoredMembers(MemberRepository repository, Ids ids, Clock clock) {
		this.repository = repository;
		this.ids = ids;
		this.clock = clock;
	}

	@Override
	public Mono<UUID> ensure(UUID tenantId, String email, @Nullable String displayName, Set<Role> roles) {
		return Mono.defer(() -> {
			Member member = new Member(this.ids.next(), tenantId, email, displayName, RoleGrants.sorted(roles),
					SubjectStatus.ACTIVE, this.clock.instant().truncatedTo(ChronoUnit.MICROS));
			return this.repository.insert(member)
				.flatMap((inserted) -> inserted ? Mono.just(member.userId())
						: this.repository.findIdByEmail(tenantId, email));
		});
	}

	@Override
	public ActorType type() {
		return ActorType.USER;
	}

	@Override
	public Mono<Subject> findSubject(UUID tenantId, UUID subjectId) {
		return this.repository.find(tenantId, subjectId)
			.map((member) -> new Subject(ActorType.USER, member.userId(), Set.copyOf(member.roles()),
					member.status() == SubjectStatus.ACTIVE));
	}

}
