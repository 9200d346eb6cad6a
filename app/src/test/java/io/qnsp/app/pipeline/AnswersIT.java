package io.qnsp.app.pipeline;

import java.time.Instant;
import java.util.List;

import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static io.qnsp.app.pipeline.PipelineCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;

@PipelineTest
class AnswersIT {

	@Autowired
	private TestTenants tenants;

	@Autowired
	private PipelineCalls calls;

	private Account owner;

	@BeforeEach
	void makeTenant() {
		this.owner = this.tenants.owner(Tier.FREE);
	}

	@Test
	void carriesRateLimitAndSecurityHeadersOnEveryAnswer() {
		ResponseSpec answer = this.calls.call(this.owner, "GET", "/testing/plain", null);
		secured(answer.expectStatus().isOk());
		ResponseSpec refusal = this.calls.call(this.owner, "GET", "/testing/nothing", null);
		secured(refusal.expectStatus().isNotFound());
		secured(this.calls.call(null, "GET", "/testing/plain", null).expectStatus().isUnauthorized());
		secured(this.calls.call(null, "GET", "/testing/open", null).expectStatus().isOk());
	}

	@Test
	void refusesTheCallThatFindsNoTokenAndSaysWhenToComeBack() {
		// Group tenant: burst 3, one a second, factor 1 for the smallest tier.
		String path = "/tenant/v1/tenants/" + this.owner.tenantId();
		int refusals = 0;
		for (int i = 0; i < 20 && refusals == 0; i++) {
			ResponseSpec answer = this.calls.call(this.owner, "GET", path, null);
			if (answer.returnResult(Void.class).getStatus().value() == 429) {
				refusals++;
			}
		}
		long before = Instant.now().getEpochSecond();
		ResponseSpec answer = this.calls.call(this.owner, "GET", path, null);
		EntityExchangeResult<byte[]> result = refused(answer, 429, "TOO_MANY_REQUESTS").jsonPath("$.details.routeId")
			.isEqualTo("tenant")
			.jsonPath("$.details.limit")
			.isEqualTo(3)
			.jsonPath("$.details.retryAfter")
			.isEqualTo(1)
			.returnResult();
		HttpHeaders headers = result.getResponseHeaders();
		assertThat(headers.getFirst("Retry-After")).isEqualTo("1");
		assertThat(headers.getFirst("X-RateLimit-Limit")).isEqualTo("3");
		assertThat(headers.getFirst("X-RateLimit-Remaining")).isEqualTo("0");
		assertThat(Long.parseLong(String.valueOf(headers.getFirst("X-RateLimit-Reset")))).isBetween(before, before + 5);
		// The first refusal is an event at once, the rest of its minute is counted.
		assertThat(this.calls.events(this.owner.tenantId())).filteredOn((event) -> event.contains("429"))
			.containsExactly("tenant.tenant.read denied 429 TOO_MANY_REQUESTS");
		this.calls.call(this.owner, "GET", "/testing/plain", null).expectStatus().isOk().expectBody();
	}

	@Test
	void answers404And405ForWhatIsNotThereAndJournalsIt() {
		refused(this.calls.call(this.owner, "GET", "/testing/nothing", null), 404, "NOT_FOUND");
		ResponseSpec answer = this.calls.call(this.owner, "DELETE", "/testing/plain", null);
		answer.expectHeader().value(HttpHeaders.ALLOW, (allow) -> assertThat(allow).contains("GET"));
		refused(answer, 405, "METHOD_NOT_ALLOWED");
		assertThat(this.calls.events(this.owner.tenantId())).containsExactly(
				"platform.request.refuse failure 404 NOT_FOUND",
				"platform.request.refuse failure 405 METHOD_NOT_ALLOWED");
	}

	@Test
	void answers406And413And415() {
		refused(this.calls.call(this.owner, "GET", "/testing/limited", null, "Accept", "image/png"), 406,
				"NOT_ACCEPTABLE");
		refused(this.calls.call(this.owner, "POST", "/testing/change", "{\"name\": \"" + "x".repeat(2 << 20) + "\"}"),
				413, "PAYLOAD_TOO_LARGE");
		refused(this.calls.client()
			.post()
			.uri("/testing/change")
			.header("Authorization", this.owner.bearer())
			.header("Content-Type", "text/plain")
			.bodyValue("{}")
			.exchange(), 415, "UNSUPPORTED_MEDIA_TYPE");
		assertThat(this.calls.events(this.owner.tenantId())).anyMatch((event) -> event.endsWith("406 NOT_ACCEPTABLE"))
			.contains("testing.change.make failure 413 PAYLOAD_TOO_LARGE",
					"testing.change.make failure 415 UNSUPPORTED_MEDIA_TYPE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[]", "\"text\"", "{\"name\": 1}", "{\"name\": \"a\", \"count\": \"1\"}",
			"{\"name\": \"a\", \"count\": 1.5}", "{\"name\": \"a\", \"count\": 99999999999999999999}",
			"{\"name\": \"a\", \"name\": \"b\"}", "{\"name\": \"a\", \"fail\": \"yes\"}", "null", "" })
	void answers400ForABodyThatNobodyCanRead(String body) {
		refused(this.calls.call(this.owner, "POST", "/testing/change", body), 400, "BAD_REQUEST");
		this.calls.left(this.owner.tenantId(), "testing.change.make failure 400 BAD_REQUEST");
	}

	@Test
	void answers400ForABodyThatIsTooDeep() {
		String deep = "{\"name\": \"a\", \"other\": " + "[".repeat(5000) + "]".repeat(5000) + "}";
		refused(this.calls.call(this.owner, "POST", "/testing/change", deep), 400, "BAD_REQUEST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/testing/numbers/x", "/testing/numbers/99999999999999999999", "/testing/plain?number=x",
			"/testing/plain?number=%00" })
	void answers400ForBadVariablesAndParameters(String uri) {
		refused(this.calls.call(this.owner, "GET", uri, null), 400, "BAD_REQUEST");
	}

	@Test
	void endsACallThatTakesTooLong() {
		refused(this.calls.call(this.owner, "GET", "/testing/slow", null), 503, "SERVICE_UNAVAILABLE");
		this.calls.left(this.owner.tenantId(), "testing.slow.read failure 503 SERVICE_UNAVAILABLE");
	}

	@Test
	void tellsNothingOfAFaultOfItsOwn() {
		EntityExchangeResult<byte[]> result = refused(this.calls.call(this.owner, "GET", "/testing/broken", null), 500,
				"INTERNAL_ERROR")
			.returnResult();
		assertThat(new String(result.getResponseBody(), java.nio.charset.StandardCharsets.UTF_8))
			.doesNotContain("secret reason", "Exception", "at io.");
		this.calls.left(this.owner.tenantId(), "testing.broken.read failure 500 INTERNAL_ERROR");
	}

	@Test
	void aggregatesTheRefusalsOfAnonymousCallers() {
		String count = "SELECT count(*) FROM audit_event WHERE tenant_id = ? AND event_type = 'platform.credential.refuse'"
				+ " AND occurred_at > now() - interval '50 seconds'";
		for (int i = 0; i < 30; i++) {
			ResponseSpec answer = (i % 2 == 0) ? this.calls.call(null, "GET", "/testing/plain", null) : this.calls
				.call(null, "GET", "/testing/plain", null, "Authorization", "Bearer qnsp_pqc_wrong" + i);
			answer.expectStatus()
				.isUnauthorized()
				.expectHeader()
				.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
				.expectBody();
		}
		long events = this.calls.database().sql(count).param(PlatformTenant.ID).query(Long.class).single();
		assertThat(events).isBetween(1L, 6L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "given-1", "a.b_c-9" })
	void keepsTheCallersRequestId(String id) {
		refused(this.calls.call(this.owner, "GET", "/testing/nothing", null, "X-Request-Id", id), 404, "NOT_FOUND")
			.jsonPath("$.requestId")
			.isEqualTo(id);
		assertThat(this.calls.database()
			.sql("SELECT request_id FROM audit_event WHERE tenant_id = ?")
			.param(this.owner.tenantId())
			.query(String.class)
			.list()).isEqualTo(List.of(id));
	}

	@Test
	void keepsCredentialsThatAClientPutsIntoOtherHeadersOutOfTheJournal() {
		this.calls
			.call(this.owner, "GET", "/testing/nothing", null, "X-Request-Id", "qnsp_pqc_0123456789abcdef",
					HttpHeaders.USER_AGENT, "curl qnsp_pqc_0123456789abcdef")
			.expectStatus()
			.isNotFound()
			.expectBody();
		assertThat(this.calls.database()
			.sql("SELECT concat_ws(' ', request_id, user_agent) FROM audit_event WHERE tenant_id = ?")
			.param(this.owner.tenantId())
			.query(String.class)
			.single()).doesNotContain("0123456789abcdef").contains("curl qnsp_pqc_***");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream", "application/x-ndjson", "application/cbor" })
	void answersJsonOrNothing(String accepted) {
		refused(this.calls.call(this.owner, "GET", "/testing/plain", null, HttpHeaders.ACCEPT, accepted), 406,
				"NOT_ACCEPTABLE");
		this.calls
			.call(this.owner, "GET", "/testing/plain", null, HttpHeaders.ACCEPT, accepted + ", application/json;q=0.1")
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectBody();
	}

	@Test
	void letsTheConfiguredOriginIn() {
		this.calls
			.call(null, "OPTIONS", "/testing/plain", null, "Origin", "https://console.example.org",
					"Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "authorization")
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", "https://console.example.org")
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Credentials")
			.expectBody();
		this.calls.call(this.owner, "GET", "/testing/plain", null, "Origin", "https://console.example.org")
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Access-Control-Allow-Origin", "https://console.example.org")
			.expectBody();
		this.calls.call(this.owner, "GET", "/testing/plain", null, "Origin", "https://evil.example.org")
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin")
			.expectBody();
	}

	@Test
	void answersHeadLikeGetWithoutBody() {
		this.calls.call(this.owner, "HEAD", "/testing/plain", null).expectStatus().isOk().expectBody().isEmpty();
		this.calls.call(null, "HEAD", "/testing/open", null).expectStatus().isOk().expectBody().isEmpty();
		this.calls.call(null, "HEAD", "/testing/plain", null).expectStatus().isUnauthorized().expectBody();
	}

	private static void secured(ResponseSpec answer) {
		HttpHeaders headers = answer.returnResult(Void.class).getResponseHeaders();
		assertThat(headers.getFirst("X-RateLimit-Limit")).isNotNull();
		assertThat(headers.getFirst("X-RateLimit-Remaining")).isNotNull();
		assertThat(headers.getFirst("X-RateLimit-Reset")).isNotNull();
		assertThat(headers.getFirst("X-Request-Id")).isNotNull();
		assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(headers.getFirst("X-Frame-Options")).isEqualTo("DENY");
		assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
		assertThat(headers.getFirst("X-Permitted-Cross-Domain-Policies")).isEqualTo("none");
		assertThat(headers.getFirst("X-Download-Options")).isEqualTo("noopen");
		assertThat(headers.getFirst("Permissions-Policy")).isNotNull();
		assertThat(headers.getFirst("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'");
		assertThat(headers.getCacheControl()).contains("no-store");
	}

}
