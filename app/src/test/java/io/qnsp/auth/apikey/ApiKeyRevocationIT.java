package io.qnsp.auth.apikey;

import java.time.Instant;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class ApiKeyRevocationIT {

	private static final String KEYS = "/auth/api-keys";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private JsonMapper json;

	@ParameterizedTest
	@ValueSource(strings = { "DELETE", "POST" })
	void aRevokedKeyIsRefusedAtOnceAndRevokingAgainSucceeds(String method) {
		Account owner = this.tenants.owner();
		Account key = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), null, Role.OWNER);
		// Now it is remembered as good.
		call("GET", KEYS, key, null).expectStatus().isOk().expectBody();
		for (int i = 0; i < 2; i++) {
			revoke(method, owner, key.apiKeyId()).expectStatus()
				.isEqualTo(method.equals("DELETE") ? 204 : 200)
				.expectBody();
			TestCalls.expectError(call("GET", KEYS, key, null), 401, "INVALID_TOKEN");
		}
		JsonNode listed = ApiKeyCalls.keysOf(this.client, owner, 200)
			.stream()
			.filter((one) -> one.get("apiKeyId").asString().equals(key.apiKeyId().toString()))
			.findFirst()
			.orElseThrow();
		assertThat(listed.get("status").asString()).isEqualTo("revoked");
		assertThat(listed.get("revokedAt").asString()).isNotEmpty();
	}

	@Test
	void tokensOfARevokedKeyDieWithIt() {
		Account owner = this.tenants.owner();
		Account key = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), null, Role.OWNER);
		String answer = TestCalls.body(this.client.post()
			.uri("/auth/token")
			.header("Content-Type", "application/json")
			.bodyValue("{\"grant_type\": \"client_credentials\", \"client_secret\": \"%s\"}".formatted(key.key()))
			.exchange(), 200);
		Account token = owner.with(this.json.readTree(answer).get("access_token").asString());
		call("GET", KEYS, token, null).expectStatus().isOk().expectBody();
		revoke("DELETE", owner, key.apiKeyId()).expectStatus().isNoContent().expectBody();
		TestCalls.expectError(call("GET", KEYS, token, null), 401, "INVALID_TOKEN");
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE", "POST" })
	void revokesOnlyKeysOfTheTenant(String method) {
		Account owner = this.tenants.owner();
		Account stranger = this.tenants.owner();
		TestCalls.expectError(revoke(method, owner, stranger.apiKeyId()), 404, "NOT_FOUND");
		TestCalls.expectError(revoke(method, owner, new UUID(7, 7)), 404, "NOT_FOUND");
		call("GET", KEYS, stranger, null).expectStatus().isOk().expectBody();
	}

	@Test
	void whoIsNoAdministratorSeesAndRevokesItsOwnKeysOnly() {
		Account owner = this.tenants.owner();
		Account developer = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		Account second = this.tenants.key(owner.tenantId(), developer.userId(), List.of("*"), null, Role.VIEWER);
		assertThat(ApiKeyCalls.keysOf(this.client, developer, 50)).hasSize(2)
			.allMatch((one) -> one.get("userId").asString().equals(developer.userId().toString()));
		assertThat(ApiKeyCalls.keysOf(this.client, owner, 50)).hasSize(3);
		TestCalls.expectError(revoke("DELETE", developer, owner.apiKeyId()), 404, "NOT_FOUND");
		revoke("DELETE", developer, second.apiKeyId()).expectStatus().isNoContent().expectBody();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE", "POST" })
	void anAdministratorDoesNotLockOutAnOwner(String method) {
		Account owner = this.tenants.owner();
		Account admin = this.tenants.member(owner.tenantId(), Role.ADMIN);
		TestCalls.expectError(revoke(method, admin, owner.apiKeyId()), 403, "FORBIDDEN");
		call("GET", KEYS, owner, null).expectStatus().isOk().expectBody();
		revoke("DELETE", admin, admin.apiKeyId()).expectStatus().isNoContent().expectBody();
	}

	@Test
	void anExpiredKeyIsRefused() {
		Account owner = this.tenants.owner();
		Account expired = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"),
				Instant.parse("2020-01-01T00:00:00Z"), Role.OWNER);
		TestCalls.expectError(call("GET", KEYS, expired, null), 401, "TOKEN_EXPIRED");
		assertThat(ApiKeyCalls.keysOf(this.client, owner, 50))
			.anyMatch((one) -> one.get("status").asString().equals("expired"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "qnsp_pqc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "qnsp_pqc_x", "qnsp_",
			"qnsp_pqc_AAAAAAAAAAAAAAAA%00" })
	void unknownKeysAreRefused(String key) {
		TestCalls.expectError(call("GET", KEYS, this.tenants.owner().with(key), null), 401, "INVALID_TOKEN");
	}

	private ResponseSpec revoke(String method, Account account, UUID keyId) {
		return method.equals("DELETE") ? call("DELETE", KEYS + "/" + keyId, account, null)
				: call("POST", KEYS + "/" + keyId + "/revoke", account, null);
	}

	private ResponseSpec call(String method, String path, Account account, @Nullable String body) {
		return TestCalls.call(this.client, method, path, account, body);
	}

}
