package io.qnsp.auth.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScopesTests {

	private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-00000000aaaa");

	static LongStream seeds() {
		return LongStream.range(0, 50);
	}

	@Test
	void knowsReadAndWriteOfThirteenServices() {
		assertThat(Scopes.known()).hasSize(2 + 2 * 13).contains("*", "admin:tenant", "read:kms", "write:audit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "read", "read:", "read:mail", "READ:kms", "write:*", "admin:platform", " read:kms" })
	void refusesUnknownScopes(String scope) {
		assertThatThrownBy(() -> Scopes.read("scopes", List.of("read:kms", scope)))
			.isInstanceOfSatisfying(QnspException.class, (problem) -> {
				assertThat(problem.code()).isEqualTo(ErrorCode.BAD_REQUEST);
				assertThat(problem.details()).containsKey("scopes[1]");
			});
	}

	@Test
	void refusesNoScopeAtAll() {
		assertThatThrownBy(() -> Scopes.read("scopes", List.of())).isInstanceOf(QnspException.class);
	}

	@Test
	void everythingIncludesTheRest() {
		assertThat(Scopes.read("scopes", List.of("read:kms", "*", "read:kms"))).containsExactly("*");
		assertThat(Scopes.read("scopes", List.of("write:kms", "read:kms", "write:kms"))).containsExactly("read:kms",
				"write:kms");
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void neverGrantsAScopeTheGranterLacks(long seed) {
		Random random = new Random(seed);
		List<String> held = pick(random);
		List<String> asked = pick(random);
		Caller caller = callerWith(held);
		boolean allowed = held.contains("*") || Set.copyOf(held).containsAll(asked);
		assertThat(isGranted(caller, asked)).as("seed %d: %s of %s", seed, asked, held).isEqualTo(allowed);
	}

	@Test
	void aLimitedCallerGrantsNoUnlimitedKey() {
		List<String> allButOne = Scopes.known().stream().filter((scope) -> !scope.equals("*")).toList();
		assertThat(isGranted(callerWith(allButOne), List.of("*"))).isFalse();
		assertThat(isGranted(callerWith(allButOne), allButOne)).isTrue();
	}

	private static List<String> pick(Random random) {
		List<String> known = new ArrayList<>(Scopes.known().stream().sorted().toList());
		java.util.Collections.shuffle(known, random);
		return known.subList(0, 1 + random.nextInt(6));
	}

	private static boolean isGranted(Caller caller, List<String> scopes) {
		try {
			Scopes.requireGrantable(caller, scopes);
			return true;
		}
		catch (QnspException ex) {
			assertThat(ex.code()).isEqualTo(ErrorCode.FORBIDDEN);
			return false;
		}
	}

	private static Caller callerWith(List<String> scopes) {
		return new Caller(TENANT, TENANT, ActorType.USER, "someone", "client", Set.of(Role.OWNER), Set.copyOf(scopes),
				"credential");
	}

}
