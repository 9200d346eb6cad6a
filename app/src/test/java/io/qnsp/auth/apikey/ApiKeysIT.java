package io.qnsp.auth.apikey;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
@ExtendWith(OutputCaptureExtension.class)
class ApiKeysIT {

	private static final String KEYS = "/auth/api-keys";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private JsonMapper json;

	@Test
	void aNewKeyIsShownOnceAndWorksAtOnce() {
		Account owner = this.tenants.owner();
		JsonNode made = created(owner, """
				{"name": "ci", "scopes": ["write:auth", "read:auth", "read:auth"]}
				""");
		assertThat(made.get("userId").asString()).isEqualTo(owner.userId().toString());
		assertThat(made.get("roles")).hasToString("[\"owner\"]");
		assertThat(made.get("scopes")).hasToString("[\"read:auth\",\"write:auth\"]");
		assertThat(made.get("createdBy").asString()).isEqualTo(owner.userId().toString());
		assertThat(made.get("expiresAt").isNull()).isTrue();
		String key = made.get("key").asString();
		assertThat(key).startsWith("qnsp_pqc_").startsWith(made.get("prefix").asString());
		assertThat(made.get("prefix").asString()).hasSize(20);
		String listed = TestCalls.body(call("GET", KEYS, owner.with(key), null), 200);
		assertThat(listed).contains(made.get("apiKeyId").asString()).doesNotContain(key.substring(20));
	}

	@Test
	void aKeyIsInNoEventAndNoLog(CapturedOutput output) {
		Account owner = this.tenants.owner();
		JsonNode made = created(owner, "{\"name\": \"ci\", \"scopes\": [\"*\"]}");
		String secret = made.get("key").asString().substring(20);
		call("DELETE", KEYS + "/" + made.get("apiKeyId").asString(), owner.with(made.get("key").asString()), null)
			.expectStatus()
			.isNoContent()
			.expectBody();
		assertThat(this.calls.eventsThatHold(secret)).isZero();
		assertThat(output.getAll()).doesNotContain(secret);
		assertThat(this.calls.events(owner.tenantId(), "auth.api_key.create")).singleElement()
			.asString()
			.contains(made.get("apiKeyId").asString(), "\"resource_type\":\"api-key\"", "\"scopes\": [\"*\"]");
		assertThat(this.calls.events(owner.tenantId(), "auth.api_key.delete")).hasSize(1);
	}

	@Test
	void anIdempotentRepeatShowsTheSameKeyAndMakesNoSecond() {
		Account owner = this.tenants.owner();
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			answers.add(this.client.post()
				.uri(KEYS)
				.header("Authorization", owner.bearer())
				.header("Idempotency-Key", "one")
				.header("Content-Type", "application/json")
				.bodyValue("{\"name\": \"ci\", \"scopes\": [\"*\"]}")
				.exchange()
				.expectStatus()
				.isCreated()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody());
		}
		assertThat(answers.get(1)).isEqualTo(answers.get(0));
		assertThat(ApiKeyCalls.keysOf(this.client, owner, 200)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"name\": \"x\"}", "{\"name\": \"x\", \"scopes\": []}",
			"{\"name\": \" \", \"scopes\": [\"*\"]}", "{\"name\": \"a\\u0000b\", \"scopes\": [\"*\"]}",
			"{\"name\": \"x\", \"scopes\": [\"read:mail\"]}", "{\"name\": \"x\", \"scopes\": [null]}",
			"{\"name\": \"x\", \"scopes\": [\"*\"], \"roles\": []}",
			"{\"name\": \"x\", \"scopes\": [\"*\"], \"roles\": [\"root\"]}",
			"{\"name\": \"x\", \"scopes\": [\"*\"], \"userId\": \"me\"}",
			"{\"name\": \"x\", \"scopes\": [\"*\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"}",
			"{\"name\": \"x\", \"scopes\": [\"*\"], \"expiresAt\": \"9999-01-01T00:00:00Z\"}",
			"{\"name\": \"x\", \"scopes\": [\"*\"], \"expiresAt\": \"+999999999-01-01T00:00:00Z\"}",
			"{\"name\": \"x\", \"scopes\": [\"*\"], \"userId\": \"00000000-0000-7000-8000-000000000001\", \"serviceAccountId\": \"00000000-0000-7000-8000-000000000001\"}" })
	void refusesBadRequests(String body) {
		TestCalls.expectError(call("POST", KEYS, this.tenants.owner(), body), 400, "BAD_REQUEST");
	}

	@Test
	void rolesCannotBeEscalated() {
		Account owner = this.tenants.owner();
		Account admin = this.tenants.member(owner.tenantId(), Role.ADMIN);
		Account developer = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		refused(admin, "\"roles\": [\"owner\"]", 403, "FORBIDDEN");
		refused(admin, "\"userId\": \"%s\", \"roles\": [\"viewer\"]".formatted(owner.userId()), 403, "FORBIDDEN");
		refused(owner, "\"roles\": [\"platform_operator\"]", 403, "FORBIDDEN");
		refused(owner, "\"userId\": \"%s\", \"roles\": [\"admin\"]".formatted(developer.userId()), 422,
				"UNPROCESSABLE_ENTITY");
		refused(developer, "\"roles\": [\"viewer\"]", 403, "FORBIDDEN");
		JsonNode made = created(admin, """
				{"name": "x", "scopes": ["*"], "userId": "%s", "roles": ["viewer"]}
				""".formatted(developer.userId()));
		assertThat(made.get("roles")).hasToString("[\"viewer\"]");
		assertThat(made.get("createdBy").asString()).isEqualTo(admin.userId().toString());
		TestCalls.expectError(call("POST", KEYS, owner.with(made.get("key").asString()), "{}"), 403, "FORBIDDEN");
	}

	@Test
	void scopesCannotBeEscalated() {
		Account owner = this.tenants.owner();
		Account limited = this.tenants.key(owner.tenantId(), owner.userId(), List.of("write:auth", "read:kms"), null,
				Role.OWNER);
		TestCalls.expectError(call("POST", KEYS, limited, "{\"name\": \"x\", \"scopes\": [\"*\"]}"), 403, "FORBIDDEN");
		TestCalls.expectError(call("POST", KEYS, limited, "{\"name\": \"x\", \"scopes\": [\"write:kms\"]}"), 403,
				"FORBIDDEN");
		created(limited, "{\"name\": \"x\", \"scopes\": [\"read:kms\"]}");
		TestCalls.expectError(call("GET", KEYS, limited, null), 403, "FORBIDDEN");
	}

	@Test
	void knowsOnlySubjectsOfTheTenant() {
		Account owner = this.tenants.owner();
		Account stranger = this.tenants.owner();
		refused(owner, "\"userId\": \"%s\"".formatted(stranger.userId()), 404, "NOT_FOUND");
		refused(owner, "\"serviceAccountId\": \"%s\"".formatted(stranger.userId()), 404, "NOT_FOUND");
		refused(owner, "\"serviceAccountId\": \"%s\"".formatted(owner.userId()), 404, "NOT_FOUND");
	}

	@Test
	void pagesShowEachKeyOnceNewestFirst() {
		Account owner = this.tenants.owner();
		List<String> made = new ArrayList<>(List.of(owner.apiKeyId().toString()));
		for (int i = 0; i < 6; i++) {
			made.addFirst(this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), null, Role.OWNER)
				.apiKeyId()
				.toString());
		}
		List<String> seen = ApiKeyCalls.keysOf(this.client, owner, 3)
			.stream()
			.map((one) -> one.get("apiKeyId").asString())
			.toList();
		assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
		assertThat(seen).isEqualTo(made);
		TestCalls.expectError(call("GET", KEYS + "?limit=0", owner, null), 400, "BAD_REQUEST");
		TestCalls.expectError(call("GET", KEYS + "?limit=201", owner, null), 400, "BAD_REQUEST");
		TestCalls.expectError(call("GET", KEYS + "?limit=x", owner, null), 400, "BAD_REQUEST");
		TestCalls.expectError(call("GET", KEYS + "?cursor=x", owner, null), 400, "BAD_REQUEST");
	}

	@Test
	void onlyOperatorsActInAnotherTenant() {
		Account owner = this.tenants.owner();
		Account stranger = this.tenants.owner();
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		String request = "{\"name\": \"x\", \"scopes\": [\"*\"], \"userId\": \"%s\"}".formatted(owner.userId());
		TestCalls.expectError(createIn(stranger, owner.tenantId(), request), 403, "TENANT_MISMATCH");
		String made = TestCalls.body(createIn(operator, owner.tenantId(), request), 201);
		String key = this.json.readTree(made).get("key").asString();
		assertThat(ApiKeyCalls.keysOf(this.client, owner.with(key), 50)).hasSize(2);
		TestCalls.expectError(createIn(operator, owner.tenantId(), "{\"name\": \"x\", \"scopes\": [\"*\"]}"), 400,
				"BAD_REQUEST");
		assertThat(this.calls.events(owner.tenantId(), "auth.api_key.create"))
			.anyMatch((event) -> event.contains(operator.userId().toString()) && event.contains("\"success\""));
	}

	private ResponseSpec createIn(Account account, UUID tenantId, String body) {
		return this.client.post()
			.uri(KEYS)
			.header("Authorization", account.bearer())
			.header("x-qnsp-tenant", tenantId.toString())
			.header("Content-Type", "application/json")
			.bodyValue(body)
			.exchange();
	}

	private void refused(Account account, String fields, int status, String code) {
		TestCalls.expectError(
				call("POST", KEYS, account, "{\"name\": \"x\", \"scopes\": [\"*\"], %s}".formatted(fields)), status,
				code);
	}

	private JsonNode created(Account account, String body) {
		return this.json.readTree(TestCalls.body(call("POST", KEYS, account, body), 201));
	}

	private ResponseSpec call(String method, String path, Account account, @Nullable String body) {
		return TestCalls.call(this.client, method, path, account, body);
	}

}
