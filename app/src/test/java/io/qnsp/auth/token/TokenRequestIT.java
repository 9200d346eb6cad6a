package io.qnsp.auth.token;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.Tier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class TokenRequestIT {

	private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	private Account owner;

	@BeforeEach
	void makeTenant() {
		this.owner = this.tenants.owner(Tier.ENTERPRISE_ELITE);
	}

	@Test
	void issuesATokenForJson() {
		String body = """
				{"grant_type": "client_credentials", "client_secret": "%s"}""".formatted(this.owner.key());
		expectToken(post(MediaType.APPLICATION_JSON_VALUE, body, null));
	}

	@Test
	void issuesATokenForTheForm() {
		String body = "grant_type=client_credentials&client_id=%s&client_secret=%s".formatted(this.owner.apiKeyId(),
				this.owner.key());
		expectToken(post(FORM, body, null));
		expectToken(post(FORM + ";charset=UTF-8", body, null));
	}

	@Test
	void issuesATokenForBasicCredentialsWithEitherBody() {
		String basic = basic(this.owner.apiKeyId() + ":" + this.owner.key());
		expectToken(post(FORM, "grant_type=client_credentials", basic));
		expectToken(post(MediaType.APPLICATION_JSON_VALUE, "{\"grant_type\": \"client_credentials\"}", basic));
	}

	@Test
	void refusesBasicCredentialsThatNobodyCanRead() {
		expectError(post(FORM, "grant_type=client_credentials", "Basic %%%"), 401, "INVALID_CREDENTIALS");
	}

	@Test
	void refusesAParameterThatComesTwice() {
		ResponseSpec answer = post(FORM, "grant_type=client_credentials&client_secret=a&client_secret=b", null);
		answer.expectStatus().isBadRequest().expectBody().jsonPath("$.details.client_secret").exists();
	}

	@Test
	void refusesAFormThatNobodyCanRead() {
		expectError(post(FORM, "grant_type=%zz", null), 400, "BAD_REQUEST");
		expectError(post(FORM, "", null), 400, "BAD_REQUEST");
		expectError(post(FORM, "a=" + "x".repeat(2 << 20), null), 413, "PAYLOAD_TOO_LARGE");
	}

	@Test
	void refusesAWrongSecret() {
		expectError(post(FORM, "grant_type=client_credentials&client_secret=qnsp_pqc_0123456789abcdef0", null), 401,
				"INVALID_CREDENTIALS");
	}

	@Test
	void aTokenDoesNotOutliveItsApiKey() {
		Account brief = this.tenants.key(this.owner.tenantId(), this.owner.userId(), List.of("*"),
				Instant.now().plusSeconds(60), Role.OWNER);
		post(FORM, "grant_type=client_credentials&client_secret=" + brief.key(), null).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.expires_in")
			.value((seconds) -> assertThat(((Number) seconds).longValue()).isBetween(1L, 60L));
	}

	@Test
	void refusesAHeaderThatNamesAnotherTenant() {
		String form = "grant_type=client_credentials&client_secret=" + this.owner.key();
		for (String header : List.of("x-qnsp-tenant", "x-qnsp-tenant-id", "x-tenant-id")) {
			expectError(this.client.post()
				.uri("/auth/token")
				.header(HttpHeaders.CONTENT_TYPE, FORM)
				.header(header, this.tenants.owner().tenantId().toString())
				.bodyValue(form)
				.exchange(), 403, "TENANT_MISMATCH");
			expectToken(this.client.post()
				.uri("/auth/token")
				.header(HttpHeaders.CONTENT_TYPE, FORM)
				.header(header, this.owner.tenantId().toString())
				.bodyValue(form)
				.exchange());
		}
	}

	@Test
	void refusesASuspendedTenant() {
		TestCalls
			.call(this.client, "PATCH", "/tenant/v1/tenants/" + this.owner.tenantId(),
					this.tenants.platform(Role.PLATFORM_OPERATOR), "{\"status\": \"suspended\"}")
			.expectStatus()
			.isOk()
			.expectBody();
		expectError(post(FORM, "grant_type=client_credentials&client_secret=" + this.owner.key(), null), 403,
				"TENANT_SUSPENDED");
	}

	@Test
	void refusesAnotherMediaType() {
		expectError(post(MediaType.TEXT_PLAIN_VALUE, "grant_type=client_credentials", null), 415,
				"UNSUPPORTED_MEDIA_TYPE");
	}

	@Test
	void readsTheFormOfACallerWithACredentialAndAnIdempotencyKeyToo() {
		expectToken(this.client.post()
			.uri("/auth/token")
			.header(HttpHeaders.CONTENT_TYPE, FORM)
			.header(HttpHeaders.AUTHORIZATION, this.owner.bearer())
			.header("Idempotency-Key", "one")
			.bodyValue("grant_type=client_credentials&client_secret=" + this.owner.key())
			.exchange());
	}

	private ResponseSpec post(String type, String body, @Nullable String authorization) {
		WebTestClient.RequestBodySpec request = this.client.post().uri("/auth/token");
		if (authorization != null) {
			request.header(HttpHeaders.AUTHORIZATION, authorization);
		}
		return request.header(HttpHeaders.CONTENT_TYPE, type)
			.bodyValue(body.getBytes(StandardCharsets.UTF_8))
			.exchange();
	}

	private void expectToken(ResponseSpec answer) {
		answer.expectStatus()
			.isOk()
			.expectHeader()
			.valueMatches(HttpHeaders.CACHE_CONTROL, ".*no-store.*")
			.expectBody()
			.jsonPath("$.token_type")
			.isEqualTo("Bearer")
			.jsonPath("$.access_token")
			.value(String.class, (token) -> assertThat(token.split("\\.", -1)).hasSize(3));
	}

	private static void expectError(ResponseSpec answer, int status, String code) {
		answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.error").isEqualTo(code);
	}

	private static String basic(String pair) {
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

}
