package io.qnsp.auth.member;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;

import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.PlatformTenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemberChangeTests {

	private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-00000000aaaa");

	static LongStream seeds() {
		return LongStream.range(0, 200);
	}

	@Test
	void keepsWhatIsNotNamed() {
		Member member = member(TENANT, 1, SubjectStatus.ACTIVE, Role.DEVELOPER);
		MemberChange change = MemberChange.decide(caller(Role.OWNER), member, List.of(), null, SubjectStatus.DISABLED);
		assertThat(change).isEqualTo(new MemberChange(Set.of(Role.DEVELOPER), SubjectStatus.DISABLED));
		change = MemberChange.decide(caller(Role.OWNER), member, List.of(), List.of(Role.VIEWER), null);
		assertThat(change).isEqualTo(new MemberChange(Set.of(Role.VIEWER), SubjectStatus.ACTIVE));
	}

	@Test
	void anAdminChangesNoOwner() {
		Member owner = member(TENANT, 1, SubjectStatus.ACTIVE, Role.OWNER);
		Member other = member(TENANT, 2, SubjectStatus.ACTIVE, Role.OWNER);
		assertRefused(ErrorCode.FORBIDDEN, caller(Role.ADMIN), owner, List.of(other), List.of(Role.VIEWER), null);
		assertRefused(ErrorCode.FORBIDDEN, caller(Role.ADMIN), owner, List.of(other), null, SubjectStatus.DISABLED);
	}

	@Test
	void anAdminMakesNoOwner() {
		Member developer = member(TENANT, 1, SubjectStatus.ACTIVE, Role.DEVELOPER);
		assertRefused(ErrorCode.FORBIDDEN, caller(Role.ADMIN), developer, List.of(), List.of(Role.OWNER), null);
	}

	@Test
	void theLastOwnerStays() {
		Member owner = member(TENANT, 1, SubjectStatus.ACTIVE, Role.OWNER);
		Member disabled = member(TENANT, 2, SubjectStatus.DISABLED, Role.OWNER);
		assertRefused(ErrorCode.CONFLICT, caller(Role.OWNER), owner, List.of(disabled), List.of(Role.ADMIN), null);
		assertRefused(ErrorCode.CONFLICT, caller(Role.OWNER), owner, List.of(), null, SubjectStatus.DISABLED);
		assertRefused(ErrorCode.CONFLICT, caller(Role.PLATFORM_OPERATOR), owner, List.of(), null,
				SubjectStatus.DISABLED);
	}

	@Test
	void aDisabledOwnerMayBeDemotedByAnother() {
		Member disabled = member(TENANT, 2, SubjectStatus.DISABLED, Role.OWNER);
		assertThat(MemberChange.decide(caller(Role.OWNER), disabled, List.of(), List.of(Role.VIEWER), null).roles())
			.containsExactly(Role.VIEWER);
	}

	@Test
	void theLastPlatformOperatorStays() {
		Member operator = member(PlatformTenant.ID, 1, SubjectStatus.ACTIVE, Role.PLATFORM_OPERATOR);
		assertRefused(ErrorCode.CONFLICT, caller(Role.PLATFORM_OPERATOR), operator, List.of(),
				List.of(Role.PLATFORM_AUDITOR), null);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void noSequenceOfChangesLosesTheLastOwnerOrRaisesAnyoneAboveTheChanger(long seed) {
		Random random = new Random(seed);
		List<Member> members = new ArrayList<>();
		members.add(member(TENANT, 0, SubjectStatus.ACTIVE, Role.OWNER));
		for (int i = 1; i < 5; i++) {
			members.add(member(TENANT, i, SubjectStatus.ACTIVE, tenantRole(random)));
		}
		for (int step = 0; step < 40; step++) {
			Member changer = members.get(random.nextInt(members.size()));
			int position = random.nextInt(members.size());
			Member target = members.get(position);
			List<Member> others = members.stream().filter((one) -> !one.userId().equals(target.userId())).toList();
			List<Role> roles = random.nextBoolean() ? List.of(tenantRole(random)) : null;
			SubjectStatus status = random.nextBoolean() ? SubjectStatus.values()[random.nextInt(2)] : null;
			try {
				MemberChange change = MemberChange.decide(callerWith(changer.roles()), target, others, roles, status);
				if (roles != null) {
					assertThat(RoleGrants.coversAll(changer.roles(), change.roles())).as("seed %d", seed).isTrue();
				}
				members.set(position, new Member(target.userId(), TENANT, target.email(), null,
						RoleGrants.sorted(change.roles()), change.status(), Instant.EPOCH));
			}
			catch (QnspException ex) {
				assertThat(ex.code()).isIn(ErrorCode.FORBIDDEN, ErrorCode.CONFLICT);
			}
			assertThat(members).as("seed %d", seed)
				.anyMatch((one) -> one.status() == SubjectStatus.ACTIVE && one.roles().contains(Role.OWNER));
		}
	}

	@Test
	void addressesAreNotInTheTextOfTheirRecords() {
		assertThat(member(TENANT, 1, SubjectStatus.ACTIVE, Role.OWNER).toString()).doesNotContain("@");
		assertThat(new CreateMemberRequest("a@example.com", null, List.of()).toString()).doesNotContain("@example");
	}

	private static void assertRefused(ErrorCode code, Caller caller, Member target, List<Member> others,
			@Nullable List<Role> roles, @Nullable SubjectStatus status) {
		assertThatThrownBy(() -> MemberChange.decide(caller, target, others, roles, status))
			.isInstanceOfSatisfying(QnspException.class, (problem) -> assertThat(problem.code()).isEqualTo(code));
	}

	private static Role tenantRole(Random random) {
		return Role.values()[random.nextInt(4)];
	}

	private static Member member(UUID tenant, int number, SubjectStatus status, Role... roles) {
		return new Member(new UUID(7, number), tenant, "user" + number + "@example.com", null, List.of(roles), status,
				Instant.EPOCH);
	}

	private static Caller caller(Role role) {
		return callerWith(List.of(role));
	}

	private static Caller callerWith(List<Role> roles) {
		return new Caller(TENANT, TENANT, ActorType.USER, "someone", "client", Set.copyOf(roles), Set.of("*"),
				"credential");
	}

}
