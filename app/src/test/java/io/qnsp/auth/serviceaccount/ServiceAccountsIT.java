package io.qnsp.auth.serviceaccount;

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
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class ServiceAccountsIT {

	private static final String ACCOUNTS = "/auth/service-accounts";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private ServiceAccounts accounts;

	@Autowired
	private JsonMapper json;

	@Test
	void aNewAccountWorksWithItsSecret() {
		Account owner = this.tenants.owner();
		JsonNode made = created(owner, "{\"name\": \"bot\", \"roles\": [\"developer\"]}");
		assertThat(made.get("audiences")).hasToString("[\"platform\"]");
		assertThat(made.get("scopes")).hasToString("[\"*\"]");
		Account bot = bot(owner, made);
		String keys = TestCalls.body(call("GET", "/auth/api-keys", bot, null), 200);
		assertThat(keys).contains(made.get("apiKeyId").asString())
			.contains("\"serviceAccountId\":\"" + made.get("serviceAccountId").asString() + "\"")
			.doesNotContain(owner.apiKeyId().toString());
		assertThat(TestCalls.body(call("GET", ACCOUNTS, owner, null), 200)).contains("\"name\":\"bot\"")
			.doesNotContain("secret");
		assertThat(this.calls.eventsThatHold(bot.key().substring(20))).isZero();
		assertThat(this.calls.events(owner.tenantId(), "auth.api_key.list"))
			.anyMatch((event) -> event.contains("\"actor_type\":\"service\""));
	}

	@Test
	void othersLookItUpInItsTenant() {
		Account owner = this.tenants.owner();
		JsonNode made = created(owner, """
				{"name": "bot", "roles": ["viewer"], "audiences": ["partner-bee", "internal-service", "partner-bee"]}
				""");
		UUID id = UUID.fromString(made.get("serviceAccountId").asString());
		StepVerifier.create(this.accounts.find(owner.tenantId(), id)).assertNext((account) -> {
			assertThat(account.audiences()).containsExactlyInAnyOrder("internal-service", "partner-bee");
			assertThat(account.roles()).containsExactly(Role.VIEWER);
			assertThat(account.active()).isTrue();
		}).verifyComplete();
		StepVerifier.create(this.accounts.find(this.tenants.owner().tenantId(), id)).verifyComplete();
	}

	@Test
	void theSecretIsLimitedToWhatItsMakerMayDo() {
		Account owner = this.tenants.owner();
		Account limited = this.tenants.key(owner.tenantId(), owner.userId(), List.of("write:auth", "read:kms"), null,
				Role.OWNER);
		assertThat(created(limited, "{\"name\": \"a\", \"roles\": [\"viewer\"]}").get("scopes"))
			.hasToString("[\"read:kms\",\"write:auth\"]");
		TestCalls.expectError(
				call("POST", ACCOUNTS, limited, "{\"name\": \"b\", \"roles\": [\"viewer\"], \"scopes\": [\"*\"]}"), 403,
				"FORBIDDEN");
	}

	@Test
	void rolesCannotBeEscalated() {
		Account owner = this.tenants.owner();
		Account admin = this.tenants.member(owner.tenantId(), Role.ADMIN);
		Account developer = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		String body = "{\"name\": \"bot\", \"roles\": [\"%s\"]}";
		TestCalls.expectError(call("POST", ACCOUNTS, admin, body.formatted("owner")), 403, "FORBIDDEN");
		TestCalls.expectError(call("POST", ACCOUNTS, owner, body.formatted("platform_auditor")), 403, "FORBIDDEN");
		TestCalls.expectError(call("POST", ACCOUNTS, developer, body.formatted("viewer")), 403, "FORBIDDEN");
		JsonNode made = created(owner, body.formatted("owner"));
		TestCalls.expectError(status(admin, made.get("serviceAccountId").asString(), "disabled"), 403, "FORBIDDEN");
	}

	@Test
	void namesAreUniqueInATenantWhateverTheirCase() {
		Account owner = this.tenants.owner();
		created(owner, "{\"name\": \"Bot\", \"roles\": [\"viewer\"]}");
		TestCalls.expectError(call("POST", ACCOUNTS, owner, "{\"name\": \"bOT\", \"roles\": [\"viewer\"]}"), 409,
				"ALREADY_EXISTS");
		created(this.tenants.owner(), "{\"name\": \"Bot\", \"roles\": [\"viewer\"]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\": \"x\"}", "{\"name\": \"x\", \"roles\": []}",
			"{\"name\": \"\", \"roles\": [\"viewer\"]}", "{\"name\": \"x\\u0000\", \"roles\": [\"viewer\"]}",
			"{\"name\": \"x\", \"roles\": [\"viewer\"], \"audiences\": []}",
			"{\"name\": \"x\", \"roles\": [\"viewer\"], \"audiences\": [\"everyone\"]}",
			"{\"name\": \"x\", \"roles\": [\"viewer\"], \"scopes\": []}",
			"{\"name\": \"x\", \"roles\": [\"viewer\"], \"scopes\": [\"read:mail\"]}" })
	void refusesBadRequests(String body) {
		TestCalls.expectError(call("POST", ACCOUNTS, this.tenants.owner(), body), 400, "BAD_REQUEST");
	}

	@Test
	void aDisabledAccountsSecretIsRefusedAtOnceAndWorksAgainLater() {
		Account owner = this.tenants.owner();
		JsonNode made = created(owner, "{\"name\": \"bot\", \"roles\": [\"viewer\"]}");
		String id = made.get("serviceAccountId").asString();
		Account bot = bot(owner, made);
		call("GET", "/auth/api-keys", bot, null).expectStatus().isOk().expectBody();
		for (int i = 0; i < 2; i++) {
			status(owner, id, "disabled").expectStatus().isOk().expectBody().jsonPath("$.status").isEqualTo("disabled");
			TestCalls.expectError(call("GET", "/auth/api-keys", bot, null), 401, "INVALID_TOKEN");
		}
		status(owner, id, "active").expectStatus().isOk().expectBody();
		call("GET", "/auth/api-keys", bot, null).expectStatus().isOk().expectBody();
	}

	@Test
	void otherTenantsAccountsAreNotThere() {
		Account owner = this.tenants.owner();
		JsonNode made = created(owner, "{\"name\": \"bot\", \"roles\": [\"viewer\"]}");
		TestCalls.expectError(status(this.tenants.owner(), made.get("serviceAccountId").asString(), "disabled"), 404,
				"NOT_FOUND");
		TestCalls.expectError(status(owner, new UUID(7, 7).toString(), "disabled"), 404, "NOT_FOUND");
		TestCalls.expectError(status(owner, made.get("serviceAccountId").asString(), "gone"), 400, "BAD_REQUEST");
		TestCalls.expectError(status(owner, "bot", "disabled"), 400, "BAD_REQUEST");
	}

	private ResponseSpec status(Account caller, String id, String status) {
		return call("PATCH", ACCOUNTS + "/" + id + "/status", caller, "{\"status\": \"%s\"}".formatted(status));
	}

	private JsonNode created(Account account, String body) {
		return this.json.readTree(TestCalls.body(call("POST", ACCOUNTS, account, body), 201));
	}

	private static Account bot(Account owner, JsonNode made) {
		return new Account(owner.tenantId(), UUID.fromString(made.get("serviceAccountId").asString()),
				UUID.fromString(made.get("apiKeyId").asString()), made.get("secret").asString());
	}

	private ResponseSpec call(String method, String path, Account account, @Nullable String body) {
		return TestCalls.call(this.client, method, path, account, body);
	}

}
