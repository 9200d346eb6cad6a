package io.qnsp.tenant.tenants;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.TenantDirectory;
import io.qnsp.core.tenant.Tier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class TenantsIT {

	private static final String TENANTS = "/tenant/v1/tenants";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private TenantDirectory directory;

	@Autowired
	private JsonMapper json;

	@Test
	void operatorsMakeATenantWithItsOwner() {
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		String slug = "t-" + operator.userId();
		JsonNode made = created(operator, """
				{"name": "Acme", "slug": "%s", "tier": "dev-pro", "addOns": ["byohsm", "byohsm"],
				 "owner": {"email": "owner@%s.test", "displayName": "The Owner"}}
				""".formatted(slug, slug));
		assertThat(made.get("addOns")).hasToString("[\"byohsm\"]");
		assertThat(made.get("status").asString()).isEqualTo("active");
		String id = made.get("tenantId").asString();
		// The operator makes the owner's first key, in the new tenant.
		String key = TestCalls.body(this.client.post()
			.uri("/auth/api-keys")
			.header("Authorization", operator.bearer())
			.header("x-qnsp-tenant", id)
			.header("Content-Type", "application/json")
			.bodyValue("{\"name\": \"first\", \"scopes\": [\"*\"], \"userId\": \"%s\"}"
				.formatted(made.get("ownerId").asString()))
			.exchange(), 201);
		Account owner = new Account(UUID.fromString(id), UUID.fromString(made.get("ownerId").asString()),
				new UUID(7, 7), this.json.readTree(key).get("key").asString());
		JsonNode own = this.json.readTree(TestCalls.body(call("GET", TENANTS, owner, null), 200));
		assertThat(own.get("tenants").size()).isOne();
		assertThat(own.get("tenants").get(0).get("slug").asString()).isEqualTo(slug);
		assertThat(this.calls.events(PlatformTenant.ID, "tenant.tenant.create"))
			.anyMatch((event) -> event.contains(id) && event.contains("\"tier\": \"dev-pro\""));
		assertThat(this.calls.eventsThatHold("owner@" + slug)).isZero();
	}

	@Test
	void anIdempotentRepeatMakesNoSecondTenant() {
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		String body = "{\"name\": \"Twice %s\", \"tier\": \"free\", \"owner\": {\"email\": \"a@b.test\"}}"
			.formatted(operator.userId());
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			answers.add(TestCalls.body(this.client.post()
				.uri(TENANTS)
				.header("Authorization", operator.bearer())
				.header("Idempotency-Key", "twice")
				.header("Content-Type", "application/json")
				.bodyValue(body)
				.exchange(), 201));
		}
		assertThat(answers.get(1)).isEqualTo(answers.get(0));
	}

	@Test
	void aTakenSlugIsRefusedAndLeavesNothing() {
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		String body = "{\"name\": \"Name %s\", \"tier\": \"free\", \"owner\": {\"email\": \"a@b.test\"}}"
			.formatted(operator.userId());
		JsonNode made = created(operator, body);
		assertThat(made.get("slug").asString()).isEqualTo("name-" + operator.userId());
		TestCalls.expectError(call("POST", TENANTS, operator, body), 409, "ALREADY_EXISTS");
		// The connections still work as the callers' own tenants.
		Account owner = this.tenants.owner();
		for (int i = 0; i < 20; i++) {
			assertThat(TestCalls.body(call("GET", TENANTS, owner, null), 200)).contains(owner.tenantId().toString())
				.doesNotContain(made.get("tenantId").asString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\": \"x\", \"tier\": \"free\"}",
			"{\"name\": \"x\", \"tier\": \"free\", \"owner\": {}}",
			"{\"name\": \"x\", \"tier\": \"free\", \"owner\": {\"email\": \"nobody\"}}",
			"{\"name\": \"x\", \"tier\": \"gold\", \"owner\": {\"email\": \"a@b.test\"}}",
			"{\"name\": \"x\\u0000\", \"tier\": \"free\", \"owner\": {\"email\": \"a@b.test\"}}",
			"{\"name\": \"x\", \"slug\": \"-x\", \"tier\": \"free\", \"owner\": {\"email\": \"a@b.test\"}}",
			"{\"name\": \"x\", \"slug\": \"X Y\", \"tier\": \"free\", \"owner\": {\"email\": \"a@b.test\"}}",
			"{\"name\": \"x\", \"tier\": \"free\", \"addOns\": [\"NONE\"], \"owner\": {\"email\": \"a@b.test\"}}",
			"{\"name\": \"x\", \"tier\": \"free\", \"addOns\": [null], \"owner\": {\"email\": \"a@b.test\"}}" })
	void refusesBadRequests(String body) {
		TestCalls.expectError(call("POST", TENANTS, this.tenants.platform(Role.PLATFORM_OPERATOR), body), 400,
				"BAD_REQUEST");
	}

	@Test
	void onlyOperatorsMakeTenants() {
		String body = "{\"name\": \"x\", \"tier\": \"free\", \"owner\": {\"email\": \"a@b.test\"}}";
		TestCalls.expectError(call("POST", TENANTS, this.tenants.owner(), body), 403, "FORBIDDEN");
		TestCalls.expectError(call("POST", TENANTS, this.tenants.platform(Role.PLATFORM_AUDITOR), body), 403,
				"FORBIDDEN");
	}

	@Test
	void platformRolesSeeAllTenantsAndOthersTheirOwn() {
		Account owner = this.tenants.owner(Tier.BUSINESS_TEAM);
		Account other = this.tenants.owner(Tier.BUSINESS_ELITE);
		for (Role role : List.of(Role.PLATFORM_OPERATOR, Role.PLATFORM_AUDITOR)) {
			Account platform = this.tenants.platform(role);
			assertThat(idsOf(platform, "")).contains(owner.tenantId().toString(), other.tenantId().toString())
				.doesNotHaveDuplicates();
			assertThat(idsOf(platform, "&tier=business-team&status=active")).contains(owner.tenantId().toString())
				.doesNotContain(other.tenantId().toString());
			assertThat(idsOf(platform, "&tier=business-team&status=suspended"))
				.doesNotContain(owner.tenantId().toString());
			call("GET", TENANTS + "/" + owner.tenantId(), platform, null).expectStatus().isOk().expectBody();
			TestCalls.expectError(call("GET", TENANTS + "/" + new UUID(7, 7), platform, null), 404, "NOT_FOUND");
		}
		assertThat(idsOf(owner, "")).containsExactly(owner.tenantId().toString());
		assertThat(idsOf(owner, "&tier=free")).isEmpty();
		TestCalls.expectError(call("GET", TENANTS + "/" + other.tenantId(), owner, null), 403, "TENANT_MISMATCH");
		TestCalls.expectError(call("GET", TENANTS + "?tier=gold", owner, null), 400, "BAD_REQUEST");
		TestCalls.expectError(call("GET", TENANTS + "?status=x", owner, null), 400, "BAD_REQUEST");
	}

	@Test
	void administratorsRenameTheirTenantAndChangeNothingElse() {
		Account owner = this.tenants.owner();
		Account developer = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		String path = TENANTS + "/" + owner.tenantId();
		call("PATCH", path, owner, "{\"name\": \"New name\"}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.name")
			.isEqualTo("New name")
			.jsonPath("$.tier")
			.isEqualTo("enterprise-elite");
		for (String fields : List.of("\"tier\": \"free\"", "\"addOns\": []", "\"status\": \"suspended\"",
				"\"name\": \"x\", \"tier\": \"free\"")) {
			TestCalls.expectError(call("PATCH", path, owner, "{" + fields + "}"), 403, "FORBIDDEN");
		}
		TestCalls.expectError(call("PATCH", path, developer, "{\"name\": \"x\"}"), 403, "FORBIDDEN");
		TestCalls.expectError(call("PATCH", path, this.tenants.owner(), "{\"name\": \"x\"}"), 403, "TENANT_MISMATCH");
		TestCalls.expectError(call("PATCH", path, owner, "{}"), 400, "BAD_REQUEST");
		TestCalls.expectError(call("PATCH", path, owner, "{\"name\": \"  \"}"), 400, "BAD_REQUEST");
		assertThat(TestCalls.body(call("GET", path, developer, null), 200)).contains("New name");
	}

	@Test
	void aSuspendedTenantIsRefusedAtOnceAndServedAgainLater() {
		Account owner = this.tenants.owner();
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		String path = TENANTS + "/" + owner.tenantId();
		for (int i = 0; i < 3; i++) {
			call("GET", path, owner, null).expectStatus().isOk().expectBody();
			call("PATCH", path, operator, "{\"status\": \"suspended\"}").expectStatus().isOk().expectBody();
			TestCalls.expectError(call("GET", path, owner, null), 403, "TENANT_SUSPENDED");
			call("PATCH", path, operator, "{\"status\": \"active\"}").expectStatus().isOk().expectBody();
		}
		call("GET", path, owner, null).expectStatus().isOk().expectBody();
		TestCalls.expectError(call("PATCH", TENANTS + "/" + PlatformTenant.ID, operator, "{\"status\": \"suspended\"}"),
				409, "CONFLICT");
	}

	@Test
	void theDirectoryNeverAnswersFromBeforeAnAnsweredChange() {
		Account owner = this.tenants.owner(Tier.FREE);
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		for (Tier tier : Tier.values()) {
			// Readers keep asking, so a look-up is under way whenever the change commits.
			reactor.core.Disposable readers = Flux.range(0, Integer.MAX_VALUE)
				.concatMap((i) -> this.directory.find(owner.tenantId()).delayElement(java.time.Duration.ofMillis(1)))
				.subscribe();
			call("PATCH", TENANTS + "/" + owner.tenantId(), operator, "{\"tier\": \"%s\"}".formatted(tier.wireName()))
				.expectStatus()
				.isOk()
				.expectBody();
			StepVerifier.create(this.directory.find(owner.tenantId()))
				.assertNext((profile) -> assertThat(profile.tier()).isEqualTo(tier))
				.verifyComplete();
			readers.dispose();
		}
	}

	private List<String> idsOf(Account account, String filter) {
		List<String> ids = new ArrayList<>();
		String cursor = "";
		do {
			JsonNode page = this.json
				.readTree(TestCalls.body(call("GET", TENANTS + "?limit=100" + filter + cursor, account, null), 200));
			page.get("tenants").forEach((tenant) -> ids.add(tenant.get("tenantId").asString()));
			cursor = page.get("nextCursor").isNull() ? "" : "&cursor=" + page.get("nextCursor").asString();
		}
		while (!cursor.isEmpty());
		return ids;
	}

	private JsonNode created(Account account, String body) {
		return this.json.readTree(TestCalls.body(call("POST", TENANTS, account, body), 201));
	}

	private ResponseSpec call(String method, String path, Account account, @Nullable String body) {
		return TestCalls.call(this.client, method, path, account, body);
	}

}
