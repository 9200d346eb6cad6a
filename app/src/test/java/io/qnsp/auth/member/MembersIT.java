package io.qnsp.auth.member;

import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class MembersIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Test
	void administratorsAddAndListUsers() {
		Account owner = this.tenants.owner();
		Account admin = this.tenants.member(owner.tenantId(), Role.ADMIN);
		String email = "new-" + owner.userId() + "@example.test";
		call("POST", users(owner), admin,
				"{\"email\": \"%s\", \"displayName\": \"New\", \"roles\": [\"viewer\", \"developer\"]}"
					.formatted(email))
			.expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.email")
			.isEqualTo(email)
			.jsonPath("$.roles[0]")
			.isEqualTo("developer")
			.jsonPath("$.status")
			.isEqualTo("active");
		call("GET", users(owner) + "?limit=2", owner, null).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.users.length()")
			.isEqualTo(2)
			.jsonPath("$.users[0].email")
			.isEqualTo(email)
			.jsonPath("$.nextCursor")
			.isNotEmpty();
		assertThat(this.calls.eventsThatHold(email)).isZero();
		assertThat(this.calls.events(owner.tenantId(), "auth.user.create")).hasSize(1);
	}

	@Test
	void anAddressIsUsedOnceInATenantWhateverItsCase() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		String body = "{\"email\": \"%s@example.test\", \"roles\": [\"viewer\"]}";
		call("POST", users(owner), owner, body.formatted("sam")).expectStatus().isCreated().expectBody();
		TestCalls.expectError(call("POST", users(owner), owner, body.formatted("SAM")), 409, "ALREADY_EXISTS");
		call("POST", users(other), other, body.formatted("sam")).expectStatus().isCreated().expectBody();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"email\": \"a@b.test\"}", "{\"email\": \"a@b.test\", \"roles\": []}",
			"{\"email\": \"no address\", \"roles\": [\"viewer\"]}", "{\"email\": \"a@b.test\", \"roles\": [null]}",
			"{\"email\": \"a\\u0000@b.test\", \"roles\": [\"viewer\"]}",
			"{\"email\": \"a@b.test\", \"displayName\": \"\", \"roles\": [\"viewer\"]}",
			"{\"email\": \"a@b.test\", \"displayName\": \"x\\u0000\", \"roles\": [\"viewer\"]}",
			"{\"email\": \"a@b.test\", \"roles\": [\"VIEWER\"]}" })
	void refusesBadRequests(String body) {
		Account owner = this.tenants.owner();
		TestCalls.expectError(call("POST", users(owner), owner, body), 400, "BAD_REQUEST");
	}

	@Test
	void nobodyGivesMoreThanTheyHold() {
		Account owner = this.tenants.owner();
		Account admin = this.tenants.member(owner.tenantId(), Role.ADMIN);
		Account developer = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		String body = "{\"email\": \"x@example.test\", \"roles\": [\"%s\"]}";
		TestCalls.expectError(call("POST", users(owner), admin, body.formatted("owner")), 403, "FORBIDDEN");
		TestCalls.expectError(call("POST", users(owner), owner, body.formatted("platform_operator")), 403, "FORBIDDEN");
		TestCalls.expectError(call("POST", users(owner), developer, body.formatted("viewer")), 403, "FORBIDDEN");
		TestCalls.expectError(call("GET", users(owner), developer, null), 403, "FORBIDDEN");
		TestCalls.expectError(patch(owner, admin, admin.userId(), "\"roles\": [\"owner\"]"), 403, "FORBIDDEN");
		TestCalls.expectError(patch(owner, admin, owner.userId(), "\"status\": \"disabled\""), 403, "FORBIDDEN");
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		TestCalls.expectError(call("POST", users(owner), operator, body.formatted("platform_auditor")), 403,
				"FORBIDDEN");
	}

	@Test
	void theLastOwnerStays() {
		Account owner = this.tenants.owner();
		TestCalls.expectError(patch(owner, owner, owner.userId(), "\"roles\": [\"admin\"]"), 409, "CONFLICT");
		TestCalls.expectError(patch(owner, owner, owner.userId(), "\"status\": \"disabled\""), 409, "CONFLICT");
		Account second = this.tenants.member(owner.tenantId(), Role.OWNER);
		patch(owner, owner, owner.userId(), "\"roles\": [\"admin\"]").expectStatus().isOk().expectBody();
		TestCalls.expectError(patch(owner, second, second.userId(), "\"roles\": [\"admin\"]"), 409, "CONFLICT");
	}

	@Test
	void twoOwnersWhoDemoteEachOtherAtOnceLeaveOne() {
		for (int round = 0; round < 5; round++) {
			Account one = this.tenants.owner();
			Account two = this.tenants.member(one.tenantId(), Role.OWNER);
			List<Integer> statuses = Flux.just(List.of(one, two), List.of(two, one))
				.flatMap((pair) -> Mono
					.fromCallable(() -> patch(one, pair.getFirst(), pair.getLast().userId(), "\"roles\": [\"viewer\"]")
						.expectBody(String.class)
						.returnResult()
						.getStatus()
						.value())
					.subscribeOn(Schedulers.boundedElastic()))
				.collectList()
				.block();
			// The second one finds itself demoted or the last: 401, 403 or 409, never a
			// success.
			assertThat(statuses).containsOnlyOnce(200);
		}
	}

	@Test
	void aDisabledUsersKeyIsRefusedAtOnceAndWorksAgainLater() {
		Account owner = this.tenants.owner();
		Account admin = this.tenants.member(owner.tenantId(), Role.ADMIN);
		call("GET", users(owner), admin, null).expectStatus().isOk().expectBody();
		patch(owner, owner, admin.userId(), "\"status\": \"disabled\"").expectStatus().isOk().expectBody();
		TestCalls.expectError(call("GET", users(owner), admin, null), 401, "INVALID_TOKEN");
		TestCalls.expectError(
				call("POST", "/auth/api-keys", owner,
						"{\"name\": \"x\", \"scopes\": [\"*\"], \"userId\": \"%s\"}".formatted(admin.userId())),
				409, "CONFLICT");
		patch(owner, owner, admin.userId(), "\"status\": \"active\"").expectStatus().isOk().expectBody();
		call("GET", users(owner), admin, null).expectStatus().isOk().expectBody();
	}

	@Test
	void aDemotedUsersKeyIsDemotedAtOnce() {
		Account owner = this.tenants.owner();
		Account admin = this.tenants.member(owner.tenantId(), Role.ADMIN);
		call("GET", users(owner), admin, null).expectStatus().isOk().expectBody();
		patch(owner, owner, admin.userId(), "\"roles\": [\"viewer\"]").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.roles.length()")
			.isEqualTo(1);
		TestCalls.expectError(call("GET", users(owner), admin, null), 403, "FORBIDDEN");
	}

	@Test
	void otherTenantsAreOutOfReach() {
		Account owner = this.tenants.owner();
		Account stranger = this.tenants.owner();
		TestCalls.expectError(call("GET", users(owner), stranger, null), 403, "TENANT_MISMATCH");
		TestCalls.expectError(
				call("POST", users(owner), stranger, "{\"email\": \"x@example.test\", \"roles\": [\"viewer\"]}"), 403,
				"TENANT_MISMATCH");
		TestCalls.expectError(patch(owner, stranger, owner.userId(), "\"status\": \"disabled\""), 403,
				"TENANT_MISMATCH");
		TestCalls.expectError(patch(owner, owner, stranger.userId(), "\"status\": \"disabled\""), 404, "NOT_FOUND");
		TestCalls.expectError(patch(owner, owner, new UUID(7, 7), "\"status\": \"disabled\""), 404, "NOT_FOUND");
		TestCalls.expectError(patch(owner, owner, owner.userId(), "\"x\": 1"), 400, "BAD_REQUEST");
	}

	@Test
	void operatorsAdministerEveryTenant() {
		Account owner = this.tenants.owner();
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		Account auditor = this.tenants.platform(Role.PLATFORM_AUDITOR);
		call("POST", users(owner), operator, "{\"email\": \"x@example.test\", \"roles\": [\"owner\"]}").expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.tenantId")
			.isEqualTo(owner.tenantId().toString());
		TestCalls.expectError(
				call("POST", users(owner), auditor, "{\"email\": \"y@example.test\", \"roles\": [\"viewer\"]}"), 403,
				"FORBIDDEN");
		TestCalls.expectError(call("GET", "/auth/tenants/" + new UUID(7, 7) + "/users", operator, null), 404,
				"NOT_FOUND");
	}

	private ResponseSpec patch(Account tenant, Account caller, UUID user, String fields) {
		return call("PATCH", users(tenant) + "/" + user, caller, "{" + fields + "}");
	}

	private ResponseSpec call(String method, String path, Account account, @Nullable String body) {
		return TestCalls.call(this.client, method, path, account, body);
	}

	private static String users(Account account) {
		return "/auth/tenants/" + account.tenantId() + "/users";
	}

}
