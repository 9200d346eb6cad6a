package io.qnsp.auth.subject;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.PlatformTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Laws hold for every combination of roles there is: 64 sets.
 */
class RoleGrantsTests {

	private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-00000000aaaa");

	static Stream<Set<Role>> everySetOfRoles() {
		return IntStream.range(0, 1 << Role.values().length).mapToObj(RoleGrantsTests::setOf);
	}

	@ParameterizedTest
	@CsvSource({ "OWNER,ADMIN,true", "OWNER,OWNER,true", "ADMIN,OWNER,false", "ADMIN,DEVELOPER,true",
			"DEVELOPER,VIEWER,true", "DEVELOPER,ADMIN,false", "VIEWER,VIEWER,true", "VIEWER,DEVELOPER,false",
			"OWNER,PLATFORM_OPERATOR,false", "OWNER,PLATFORM_AUDITOR,false", "PLATFORM_OPERATOR,OWNER,true",
			"PLATFORM_OPERATOR,PLATFORM_AUDITOR,true", "PLATFORM_AUDITOR,VIEWER,true",
			"PLATFORM_AUDITOR,DEVELOPER,false", "PLATFORM_AUDITOR,PLATFORM_OPERATOR,false" })
	void coversWhatTheOrderSays(Role held, Role role, boolean covers) {
		assertThat(RoleGrants.covers(Set.of(held), role)).isEqualTo(covers);
	}

	@Test
	void coveringIsAPartialOrder() {
		for (Role a : Role.values()) {
			assertThat(RoleGrants.covers(Set.of(a), a)).isTrue();
			for (Role b : Role.values()) {
				boolean both = RoleGrants.covers(Set.of(a), b) && RoleGrants.covers(Set.of(b), a);
				assertThat(both).as("%s and %s", a, b).isEqualTo(a == b);
				for (Role c : Role.values()) {
					if (RoleGrants.covers(Set.of(a), b) && RoleGrants.covers(Set.of(b), c)) {
						assertThat(RoleGrants.covers(Set.of(a), c)).as("%s, %s, %s", a, b, c).isTrue();
					}
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("everySetOfRoles")
	void neverGrantsMoreThanTheGranterHolds(Set<Role> held) {
		Caller caller = callerWith(held);
		for (UUID tenant : List.of(TENANT, PlatformTenant.ID)) {
			everySetOfRoles().filter((roles) -> isGranted(caller, tenant, roles)).forEach((granted) -> {
				assertThat(RoleGrants.coversAll(held, granted)).isTrue();
				// What was granted grants nothing that the granter could not have
				// granted.
				everySetOfRoles().filter((roles) -> isGranted(callerWith(granted), tenant, roles))
					.forEach((next) -> assertThat(isGranted(caller, tenant, next))
						.as("%s -> %s -> %s", held, granted, next)
						.isTrue());
			});
		}
	}

	@ParameterizedTest
	@MethodSource("everySetOfRoles")
	void platformRolesStayInThePlatformTenant(Set<Role> held) {
		assertThat(isGranted(callerWith(held), TENANT, Set.of(Role.PLATFORM_OPERATOR))).isFalse();
		assertThat(isGranted(callerWith(held), TENANT, Set.of(Role.PLATFORM_AUDITOR))).isFalse();
		assertThat(isGranted(callerWith(held), PlatformTenant.ID, Set.of(Role.PLATFORM_AUDITOR)))
			.isEqualTo(held.contains(Role.PLATFORM_OPERATOR));
	}

	@ParameterizedTest
	@MethodSource("everySetOfRoles")
	void aLimitedCredentialIsWorthAsMuchAsBothAndNoMore(Set<Role> asked) {
		everySetOfRoles().forEach((held) -> {
			Set<Role> limit = RoleGrants.limit(asked, held);
			assertThat(limit).isEqualTo(RoleGrants.limit(held, asked));
			assertThat(RoleGrants.coversAll(asked, limit)).isTrue();
			assertThat(RoleGrants.coversAll(held, limit)).isTrue();
			for (Role role : Role.values()) {
				boolean inBoth = RoleGrants.covers(asked, role) && RoleGrants.covers(held, role);
				assertThat(RoleGrants.covers(limit, role)).as("%s of %s and %s", role, asked, held).isEqualTo(inBoth);
			}
		});
	}

	@Test
	void aDemotedUsersKeyIsDemotedToo() {
		assertThat(RoleGrants.limit(Set.of(Role.ADMIN), Set.of(Role.VIEWER))).containsExactly(Role.VIEWER);
		assertThat(RoleGrants.limit(Set.of(Role.DEVELOPER), Set.of(Role.OWNER))).containsExactly(Role.DEVELOPER);
		assertThat(RoleGrants.limit(Set.of(Role.PLATFORM_AUDITOR), Set.of(Role.OWNER))).containsExactly(Role.VIEWER);
	}

	@Test
	void namesTheRoleAndWhatIsAllowed() {
		assertThatThrownBy(
				() -> RoleGrants.requireGrantable(callerWith(Set.of(Role.ADMIN)), TENANT, Set.of(Role.OWNER)))
			.isInstanceOfSatisfying(QnspException.class, (problem) -> {
				assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
				assertThat(problem.details()).containsEntry("roles",
						"owner (expected: at most the caller's own: [admin])");
			});
	}

	@Test
	void readsBackWhatItWrote() {
		everySetOfRoles()
			.forEach((roles) -> assertThat(RoleGrants.stored(RoleGrants.wireNames(roles))).isEqualTo(roles));
		assertThatThrownBy(() -> RoleGrants.stored(List.of("root"))).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void namesEachRoleOnce() {
		assertThatCode(() -> RoleGrants.wireNames(List.of())).doesNotThrowAnyException();
		assertThat(RoleGrants.wireNames(List.of(Role.VIEWER, Role.OWNER, Role.VIEWER))).containsExactly("owner",
				"viewer");
	}

	private static boolean isGranted(Caller caller, UUID tenant, Set<Role> roles) {
		try {
			RoleGrants.requireGrantable(caller, tenant, roles);
			return true;
		}
		catch (QnspException ex) {
			return false;
		}
	}

	private static Set<Role> setOf(int bits) {
		Set<Role> roles = EnumSet.noneOf(Role.class);
		Arrays.stream(Role.values()).filter((role) -> (bits & 1 << role.ordinal()) != 0).forEach(roles::add);
		return roles;
	}

	private static Caller callerWith(Set<Role> roles) {
		return new Caller(TENANT, TENANT, ActorType.USER, "someone", "client", roles, Set.of("*"), "credential");
	}

}
