package io.qnsp.auth.member;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.auth.revocation.Revocations;
import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Creates, lists and changes users on behalf of callers.
 */
@Component
final class MemberAdministration {

	private final MemberRepository repository;

	private final Revocations revocations;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	MemberAdministration(MemberRepository repository, Revocations revocations, Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.revocations = revocations;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<Member> create(UUID tenantId, CreateMemberRequest request, Caller caller, CallAudit audit) {
		RoleGrants.requireGrantable(caller, tenantId, request.roles());
		Member member = new Member(this.ids.next(), tenantId, request.email(), request.displayName(),
				RoleGrants.sorted(request.roles()), SubjectStatus.ACTIVE,
				this.clock.instant().truncatedTo(ChronoUnit.MICROS));
		audit.resource("user", member.userId()).detail("roles", RoleGrants.wireNames(member.roles()));
		Mono<Member> work = this.repository.insert(member)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(MemberAdministration::alreadyMember))
			.thenReturn(member);
		return this.changes.commit(work);
	}

	Mono<Page<Member>> list(UUID tenantId, PageRequest page) {
		return this.repository.list(tenantId, page).map((rows) -> Page.of(rows, page, Member::place));
	}

	Mono<Member> update(UUID tenantId, UUID userId, UpdateMemberRequest request, Caller caller, CallAudit audit) {
		if (request.roles() == null && request.status() == null) {
			return Mono.error(QnspException.badRequest("body", "nothing to change (expected: roles or status)"));
		}
		audit.resource("user", userId);
		Mono<Member> work = this.repository.lockWithHolders(tenantId, userId)
			.map((locked) -> decide(userId, locked, request, caller))
			.doOnNext((change) -> audit.detail("roles", RoleGrants.wireNames(change.roles()))
				.detail("status", change.status().wireName()))
			.flatMap((change) -> this.repository.update(tenantId, userId, RoleGrants.wireNames(change.roles()),
					change.status()));
		return this.changes.commit(work).doOnNext((changed) -> this.revocations.announceChanged(userId.toString()));
	}

	private static MemberChange decide(UUID userId, List<Member> locked, UpdateMemberRequest request, Caller caller) {
		Member target = locked.stream()
			.filter((member) -> member.userId().equals(userId))
			.findFirst()
			.orElseThrow(() -> QnspException.notFound("user", userId));
		List<Member> others = locked.stream().filter((member) -> !member.userId().equals(userId)).toList();
		return MemberChange.decide(caller, target, others, request.roles(), request.status());
	}

	private static QnspException alreadyMember() {
		return new QnspException(ErrorCode.ALREADY_EXISTS, "A user of that e-mail address exists",
				Map.of("email", "taken (expected: another address)"));
	}

}
