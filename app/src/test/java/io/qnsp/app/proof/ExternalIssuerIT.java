package io.qnsp.app.proof;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens of trusted OIDC issuers, with real issuers that publish real keys over HTTP.
 */
// Nobody else uses this server: it does not stay and work beside other tests.
@DirtiesContext
@QnspServerTest
class ExternalIssuerIT {

	private static final LocalIssuer ISSUER = new LocalIssuer();

	private static final LocalIssuer UNRELIABLE = new LocalIssuer();

	private static final LocalIssuer FAILING = new LocalIssuer();

	private static final LocalIssuer UNTRUSTED = new LocalIssuer();

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@DynamicPropertySource
	static void trust(DynamicPropertyRegistry registry) {
		trust(registry, 0, ISSUER);
		trust(registry, 1, UNRELIABLE);
		trust(registry, 2, FAILING);
	}

	private static void trust(DynamicPropertyRegistry registry, int index, LocalIssuer issuer) {
		String prefix = "qnsp.oidc.issuers[" + index + "].";
		registry.add(prefix + "issuer", issuer::name);
		registry.add(prefix + "jwks-uri", issuer::jwksUri);
		registry.add(prefix + "audience", () -> LocalIssuer.AUDIENCE);
		registry.add(prefix + "roles.acme-admin", () -> "admin");
		registry.add(prefix + "roles.acme-reader", () -> "viewer");
		registry.add(prefix + "roles.acme-root", () -> "platform_operator");
	}

	@AfterAll
	static void stop() {
		ISSUER.goDown();
		UNRELIABLE.goDown();
		FAILING.goDown();
		UNTRUSTED.goDown();
	}

	private ResponseSpec list(String token) {
		return this.client.get().uri("/auth/api-keys").header("Authorization", "Bearer " + token).exchange();
	}

	private ResponseSpec create(String token) {
		return this.client.post()
			.uri("/auth/api-keys")
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.bodyValue("""
					{"name":"external","scopes":["read:auth"]}""")
			.exchange();
	}

	@Test
	void acceptsRsaAndEcTokensInTheirTenant() {
		TestTenants.Account owner = this.tenants.owner();
		for (String token : new String[] { ISSUER.rs256(ISSUER.claims(owner.tenantId(), "acme-admin").build()),
				ISSUER.es256(ISSUER.claims(owner.tenantId(), "acme-admin").build()) }) {
			list(token).expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.apiKeys[0].apiKeyId")
				.isEqualTo(owner.apiKeyId().toString());
		}
	}

	@Test
	void givesTheMappedRolesAndNoOthers() {
		UUID tenant = this.tenants.owner().tenantId();
		String reader = ISSUER.rs256(ISSUER.claims(tenant, "acme-reader", "no-such-role").build());
		list(reader).expectStatus().isOk().expectBody();
		TestCalls.expectError(create(reader), 403, "FORBIDDEN");
	}

	@Test
	void seesNoOtherTenant() {
		UUID tenant = this.tenants.owner().tenantId();
		UUID other = this.tenants.owner().tenantId();
		String token = ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").build());
		TestCalls.expectError(this.client.get()
			.uri("/auth/api-keys")
			.header("Authorization", "Bearer " + token)
			.header("x-qnsp-tenant", other.toString())
			.exchange(), 403, "TENANT_MISMATCH");
	}

	@Test
	void refusesEveryTokenWithAFault() {
		UUID tenant = this.tenants.owner().tenantId();
		Date past = Date.from(Instant.now().minusSeconds(600));
		Date future = Date.from(Instant.now().plusSeconds(600));
		String good = ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").build());
		Map<String, String> bad = new LinkedHashMap<>();
		bad.put("wrong audience", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").audience("other").build()));
		bad.put("no audience", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").audience((String) null).build()));
		bad.put("wrong issuer",
				ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").issuer("https://evil.example").build()));
		bad.put("another trusted issuer's name",
				ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").issuer(UNRELIABLE.name()).build()));
		bad.put("untrusted issuer", UNTRUSTED.rs256(UNTRUSTED.claims(tenant, "acme-admin").build()));
		bad.put("untrusted key", UNTRUSTED.rs256(ISSUER.claims(tenant, "acme-admin").build()));
		bad.put("expired", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").expirationTime(past).build()));
		bad.put("no expiry", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").expirationTime(null).build()));
		bad.put("not yet valid", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").notBeforeTime(future).build()));
		bad.put("alg none", ISSUER.unsigned(ISSUER.claims(tenant, "acme-admin").build()));
		bad.put("public key as HMAC secret", ISSUER.hs256WithPublicKey(ISSUER.claims(tenant, "acme-admin").build()));
		bad.put("cut off", good.substring(0, good.length() - 20));
		bad.put("unknown role", ISSUER.rs256(ISSUER.claims(tenant, "owner").build()));
		bad.put("no role", ISSUER.rs256(ISSUER.claims(tenant).build()));
		bad.put("platform role", ISSUER.rs256(ISSUER.claims(tenant, "acme-root").build()));
		bad.put("roles of another type",
				ISSUER.rs256(ISSUER.claims(tenant).claim("roles", Map.of("a", "acme-admin")).build()));
		bad.put("tenant is no UUID", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").claim("tenant_id", "x").build()));
		bad.put("no tenant", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").claim("tenant_id", null).build()));
		bad.put("no subject", ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").subject(null).build()));
		bad.forEach((fault, token) -> {
			String body = new String(
					list(token).expectStatus().isEqualTo(401).expectBody().returnResult().getResponseBodyContent());
			assertThat(body).as(fault).contains("\"INVALID_TOKEN\"").doesNotContain(token);
		});
	}

	@Test
	void tenantThatIsNotThereIsRefused() {
		String token = ISSUER.rs256(ISSUER.claims(UUID.randomUUID(), "acme-admin").build());
		int status = list(token).returnResult(Void.class).getStatus().value();
		assertThat(status).isIn(401, 403, 404);
	}

	@Test
	void issuerThatIsDownIsUnavailableUntilItIsBack() {
		String token = UNRELIABLE.rs256(UNRELIABLE.claims(this.tenants.owner().tenantId(), "acme-admin").build());
		UNRELIABLE.goDown();
		TestCalls.expectError(list(token), 503, "SERVICE_UNAVAILABLE");
		UNRELIABLE.comeBack();
		list(token).expectStatus().isOk().expectBody();
	}

	@Test
	void issuerThatFailsIsUnavailableUntilItAnswers() {
		String token = FAILING.es256(FAILING.claims(this.tenants.owner().tenantId(), "acme-admin").build());
		FAILING.answerWith(500);
		TestCalls.expectError(list(token), 503, "SERVICE_UNAVAILABLE");
		FAILING.comeBack();
		list(token).expectStatus().isOk().expectBody();
	}

	@Test
	void trustedKeysAreKeptWhileTheIssuerIsDown() {
		UUID tenant = this.tenants.owner().tenantId();
		list(ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").build())).expectStatus().isOk().expectBody();
		ISSUER.goDown();
		try {
			list(ISSUER.rs256(ISSUER.claims(tenant, "acme-admin").build())).expectStatus().isOk().expectBody();
		}
		finally {
			ISSUER.comeBack();
		}
	}

}
