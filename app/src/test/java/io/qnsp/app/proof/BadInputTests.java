package io.qnsp.app.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.app.proof.ApiCalls.Case;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.auth.token.ForgedTokens;
import io.qnsp.core.caller.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bad input to every endpoint there is, found in the catalogue: the answers that the
 * design names, never a 500, always the error shape, never the secret that was sent. Each
 * test collects everything that is wrong and reports it at once.
 */
@QnspServerTest
@TestPropertySource(properties = { "qnsp.rate-limits.fallback.rate=1000000", "qnsp.rate-limits.fallback.burst=1000000",
		"qnsp.rate-limits.groups.auth.rate=1000000", "qnsp.rate-limits.groups.auth.burst=1000000",
		"qnsp.rate-limits.groups.audit.rate=1000000", "qnsp.rate-limits.groups.audit.burst=1000000",
		"qnsp.rate-limits.groups.kms.rate=1000000", "qnsp.rate-limits.groups.kms.burst=1000000",
		"qnsp.rate-limits.groups.anonymous.rate=1000000", "qnsp.rate-limits.groups.anonymous.burst=1000000",
		"qnsp.rate-limits.groups.unmatched.rate=1000000", "qnsp.rate-limits.groups.unmatched.burst=1000000" })
class BadInputTests {

	private static final String JSON = "application/json";

	/** What a client's input may be answered with once its type is right. */
	private static final IntPredicate NO_FAULT = (status) -> status < 500 && status != 401 && status != 429;

	private static final IntPredicate BAD_REQUEST = (status) -> status == 400;

	private static final IntPredicate BAD_REQUEST_OR_FORBIDDEN = (status) -> status == 400 || status == 403;

	private final List<Case> cases = new ArrayList<>();

	@Autowired
	private EndpointCatalogue catalogue;

	@Autowired
	@Qualifier("requestMappingHandlerMapping")
	private RequestMappingHandlerMapping mapping;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private ForgedTokens forged;

	@Autowired
	private JsonMapper json;

	@LocalServerPort
	private int port;

	private List<EndpointShape> shapes = List.of();

	private Account owner = new Account(new java.util.UUID(0, 0), new java.util.UUID(0, 0), new java.util.UUID(0, 0),
			"");

	@BeforeEach
	void prepare() {
		this.shapes = EndpointShape.all(this.catalogue, this.mapping);
		this.owner = this.tenants.owner();
		assertThat(this.shapes).hasSizeGreaterThan(10);
	}

	private List<String> credentials() {
		return List.of(this.owner.key(), this.tenants.platform(Role.PLATFORM_OPERATOR).key());
	}

	private void add(EndpointShape shape, String title, String path, String credential, IntPredicate expected) {
		this.cases.add(new Case(title, shape.endpoint().method(), path, credential, JSON, null, expected, credential));
	}

	private void addBody(EndpointShape shape, String title, String credential, String type, String body,
			IntPredicate expected) {
		this.cases.add(new Case(title, shape.endpoint().method(), ownPath(shape), credential, type, body, expected,
				credential));
	}

	// An unknown tenant is 404 before the body is looked at, so the tenant is the
	// owner's.
	private String ownPath(EndpointShape shape) {
		return shape.path((name) -> name.equals("tenantId") ? this.owner.tenantId().toString()
				: "0197a000-0000-7000-8000-0000dead0008");
	}

	private void verify() {
		ApiCalls calls = new ApiCalls(this.port);
		calls.run(this.cases);
		assertThat(calls.violations()).as("violations in %d calls", this.cases.size()).isEmpty();
	}

	@Test
	void refusesEveryCredentialThatIsNotValid() {
		Map<String, String> bad = new LinkedHashMap<>(this.forged.all(this.owner));
		bad.put("garbage", "garbage");
		bad.put("three dots", "a.b.c");
		bad.put("unknown API key", "qnsp_pqc_" + "A".repeat(43));
		bad.put("API key with another last character",
				this.owner.key().substring(0, 51) + (this.owner.key().endsWith("A") ? "B" : "A"));
		bad.put("overlong", "x".repeat(17_000));
		for (EndpointShape shape : this.shapes) {
			if (!shape.endpoint().anonymous()) {
				bad.forEach((fault, token) -> add(shape, fault, shape.unknownPath(), token, (status) -> status == 401));
				this.cases.add(new Case("no credential", shape.endpoint().method(), shape.unknownPath(), null, JSON,
						null, (status) -> status == 401, null));
			}
		}
		verify();
	}

	@Test
	void acceptsTheTokenThatTheForgedOnesAreMadeFrom() throws Exception {
		Case valid = new Case("control", "GET", "/auth/api-keys", this.forged.valid(this.owner), JSON, null, NO_FAULT,
				null);
		assertThat(new ApiCalls(this.port).send(valid).statusCode()).isEqualTo(200);
	}

	@Test
	void refusesBodiesThatAreNoJsonObjects() {
		Map<String, String> bad = new LinkedHashMap<>();
		bad.put("empty", "");
		bad.put("truncated", "{\"name\":\"x");
		bad.put("array", "[]");
		bad.put("array of objects", "[{}]");
		bad.put("text", "\"x\"");
		bad.put("number", "1e400");
		bad.put("null", "null");
		bad.put("raw NUL", "\0");
		bad.put("raw control character in a text", "{\"name\":\"\u0001\"}");
		bad.put("two values", "{}{}");
		bad.put("duplicate names", "{\"name\":\"a\",\"name\":\"b\"}");
		bad.put("nested arrays", "[".repeat(10_000) + "]".repeat(10_000));
		bad.put("nested objects", "{\"name\":".repeat(10_000) + "1" + "}".repeat(10_000));
		bad.put("unclosed nesting", "{\"a\":".repeat(10_000));
		bad.put("number of 1,001 digits", "{\"name\":" + "9".repeat(1001) + "}");
		bad.put("number of 100,000 digits", "{\"name\":" + "9".repeat(100_000) + "}");
		for (EndpointShape shape : this.shapes) {
			if (shape.body() != null) {
				for (String credential : credentials()) {
					bad.forEach((title, body) -> addBody(shape, title, credential, JSON, body,
							(isNothing(body) && !shape.bodyRequired()) ? NO_FAULT : BAD_REQUEST_OR_FORBIDDEN));
					addBody(shape, "1 MiB text", credential, JSON, "{\"name\":\"" + "x".repeat(1 << 20) + "\"}",
							(status) -> status == 413 || status == 400 || status == 403);
					addBody(shape, "text/plain", credential, "text/plain", "{}",
							(status) -> status == 415 || status == 403);
					addBody(shape, "XML", credential, "application/xml", "<a/>",
							(status) -> status == 415 || status == 403);
				}
			}
		}
		verify();
	}

	private static boolean isNothing(String body) {
		return body.isEmpty() || body.equals("null");
	}

	@Test
	void refusesEveryFieldOfAnotherTypeAndSurvivesEveryOddValue() {
		SampleBodies bodies = new SampleBodies(this.json);
		for (EndpointShape shape : this.shapes) {
			if (shape.body() != null) {
				for (String credential : credentials()) {
					bodies.variations(shape.body())
						.forEach((one) -> addBody(shape, one.field() + " = " + shortened(one.raw()), credential, JSON,
								one.body(), one.wrongType() ? BAD_REQUEST_OR_FORBIDDEN : NO_FAULT));
				}
			}
		}
		verify();
	}

	private static String shortened(String raw) {
		return (raw.length() <= 60) ? raw : raw.substring(0, 60) + "...";
	}

	@Test
	void refusesBadQueryParameters() {
		Map<String, List<String>> bad = Map.of("limit", List.of("0", "-1", "201", "abc", "1e400", "99999999999", "1.5"),
				"offset", List.of("-1", "abc", "99999999999999999999"), "cursor",
				List.of("garbage", "%00", "%F0%9F", "x".repeat(3000), "eyJhIjoxfQ"));
		for (EndpointShape shape : this.shapes) {
			for (String credential : credentials()) {
				shape.parameters().forEach((name, type) -> {
					List<String> values = new ArrayList<>(bad.getOrDefault(name, List.of()));
					values.forEach((value) -> add(shape, name + "=" + shortened(value),
							shape.unknownPath() + "?" + name + "=" + value, credential,
							(status) -> status == 400 || status == 403 || status == 404));
					if (!shape.endpoint().streaming()) {
						List.of("%00", "%ED%A0%80", "%FF", "a%0D%0Ab", "x".repeat(5000))
							.forEach((value) -> add(shape, name + "=" + shortened(value),
									shape.unknownPath() + "?" + name + "=" + value, credential, NO_FAULT));
					}
				});
			}
		}
		verify();
	}

	@Test
	void refusesBadPathVariables() {
		for (EndpointShape shape : this.shapes) {
			if (shape.variables().isEmpty()) {
				continue;
			}
			for (String credential : credentials()) {
				for (String value : List.of("not-a-uuid", "1-1-1-1-1", "0", "-1", "%00", "%ED%A0%80", "%2e%2e", "%2F",
						"x".repeat(5000), "0197a000-0000-7000-8000-00000000000g")) {
					add(shape, "path = " + shortened(value), shape.path((name) -> value), credential, isFreeText(shape)
							? NO_FAULT : (status) -> status >= 400 && status < 500 && status != 401 && status != 429);
				}
			}
		}
		verify();
	}

	// The users of risk evaluations are the caller's own: any text names one, known or
	// not.
	private static boolean isFreeText(EndpointShape shape) {
		return shape.endpoint().path().equals("/auth/risk/users/{userId}/signals");
	}

	@Test
	void knowsNoIdsOfAnotherTenant() {
		Account other = this.tenants.owner();
		Map<String, String> ids = Map.of("apiKeyId", other.apiKeyId().toString(), "keyId", other.apiKeyId().toString(),
				"userId", other.userId().toString());
		for (EndpointShape shape : this.shapes) {
			if (!shape.variables().isEmpty()) {
				String sample = (shape.body() != null) ? new SampleBodies(this.json).sample(shape.body()) : null;
				boolean namesTenant = shape.variables().keySet().stream().anyMatch((name) -> name.contains("enant"));
				String path = shape.path((name) -> ids.getOrDefault(name, other.tenantId().toString()));
				this.cases.add(new Case("another tenant's id", shape.endpoint().method(), path, this.owner.key(), JSON,
						sample, (status) -> status == 404 || (isFreeText(shape) && status == 200)
								|| (namesTenant && status == 403) || (sample != null && status == 400),
						null));
			}
		}
		verify();
	}

}
