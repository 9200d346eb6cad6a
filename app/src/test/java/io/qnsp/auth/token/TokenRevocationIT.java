package io.qnsp.auth.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@QnspServerTest
class TokenRevocationIT {

	private static final String KEYS = "/auth/api-keys";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private JsonMapper json;

	private Account owner;

	@BeforeEach
	void makeTenant() {
		this.owner = this.tenants.owner();
	}

	@Test
	void aTokenThatRevokesItselfIsRefusedAtOnce() {
		Account token = tokenOf(this.owner);
		call("GET", token, null).expectStatus().isOk().expectBody();
		revoke(token, idOf(token), null).expectStatus().isOk().expectBody();
		TestCalls.expectError(call("GET", token, null), 401, "INVALID_TOKEN");
		call("GET", this.owner, null).expectStatus().isOk().expectBody();
	}

	@Test
	void anOperatorsTokenIsNotSaidToBeRevokedInATenantThatItIsNotOf() {
		Account operator = tokenOf(this.tenants.platform(Role.PLATFORM_OPERATOR));
		TestCalls.expectError(revoke(operator, idOf(operator), this.owner.tenantId()), 422, "UNPROCESSABLE_ENTITY");
		revoke(operator, idOf(operator), null).expectStatus().isOk().expectBody();
		TestCalls.expectError(call("GET", operator, null), 401, "INVALID_TOKEN");
	}

	@Test
	void anAdministratorRevokesTheTokensOfOthersAndNobodyElseDoes() {
		Account admin = this.tenants.member(this.owner.tenantId(), Role.ADMIN);
		Account developer = this.tenants.member(this.owner.tenantId(), Role.DEVELOPER);
		Account token = tokenOf(developer);
		TestCalls.expectError(revoke(this.tenants.member(this.owner.tenantId(), Role.DEVELOPER), idOf(token), null),
				403, "FORBIDDEN");
		revoke(this.tenants.owner(), idOf(token), null).expectStatus().isOk().expectBody();
		call("GET", token, null).expectStatus().isOk().expectBody();
		revoke(admin, idOf(token), null).expectStatus().isOk().expectBody();
		TestCalls.expectError(call("GET", token, null), 401, "INVALID_TOKEN");
	}

	@Test
	void aCredentialThatOnlyReadsRevokesNothingButItself() {
		Account reading = this.tenants.key(this.owner.tenantId(), this.owner.userId(), List.of("read:auth"), null,
				Role.OWNER);
		Account token = tokenOf(this.owner);
		TestCalls.expectError(revoke(reading, idOf(token), null), 403, "FORBIDDEN");
		Account own = tokenOf(reading);
		revoke(own, idOf(own), null).expectStatus().isOk().expectBody();
		TestCalls.expectError(call("GET", own, null), 401, "INVALID_TOKEN");
	}

	@Test
	void anApiKeyIsNotRevokedHereByHalf() {
		Account key = this.tenants.key(this.owner.tenantId(), this.owner.userId(), List.of("*"), null, Role.OWNER);
		TestCalls.expectError(revoke(this.owner, key.apiKeyId(), null), 422, "UNPROCESSABLE_ENTITY");
		TestCalls.expectError(revoke(key, key.apiKeyId(), null), 422, "UNPROCESSABLE_ENTITY");
		call("GET", key, null).expectStatus().isOk().expectBody();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s.%s.%sA", "%s.%s.%s=", "%s.%s.!!%s", "%s.%s.%s%%" })
	void oneTokenHasOneSpelling(String form) {
		String token = tokenOf(this.owner).key();
		String[] parts = token.split("\\.", -1);
		TestCalls.expectError(call("GET", this.owner.with(form.formatted(parts[0], parts[1], parts[2])), null), 401,
				"INVALID_TOKEN");
		call("GET", this.owner.with(token), null).expectStatus().isOk().expectBody();
	}

	@ParameterizedTest
	@ValueSource(strings = { "foo", "read:auth foo", "read:auth\\tread:kms", "READ:AUTH" })
	void refusesScopesThatThereAreNot(String scope) {
		TestCalls.expectError(grant(this.owner, scope), 400, "BAD_REQUEST");
	}

	private Account tokenOf(Account account) {
		String answer = TestCalls.body(grant(account, "*"), HttpStatus.OK.value());
		return account.with(this.json.readTree(answer).get("access_token").asString());
	}

	private ResponseSpec grant(Account account, String scope) {
		String wanted = scope.equals("*") ? "" : ", \"scope\": \"" + scope + "\"";
		return this.client.post()
			.uri("/auth/token")
			.header("Content-Type", "application/json")
			.bodyValue("{\"grant_type\": \"client_credentials\", \"client_secret\": \"%s\"%s}".formatted(account.key(),
					wanted))
			.exchange();
	}

	private UUID idOf(Account token) {
		byte[] claims = Base64.getUrlDecoder().decode(token.key().split("\\.", -1)[1]);
		return UUID.fromString(this.json.readTree(new String(claims, StandardCharsets.UTF_8)).get("jti").asString());
	}

	private ResponseSpec revoke(Account account, UUID id, @Nullable UUID tenant) {
		WebTestClient.RequestBodySpec request = this.client.post()
			.uri("/auth/token/revoke")
			.header("Authorization", account.bearer())
			.header("Content-Type", "application/json");
		if (tenant != null) {
			request.header("x-qnsp-tenant", tenant.toString());
		}
		return request.bodyValue("{\"tokenId\": \"%s\"}".formatted(id)).exchange();
	}

	private ResponseSpec call(String method, Account account, @Nullable String body) {
		return TestCalls.call(this.client, method, KEYS, account, body);
	}

}
