package io.qnsp.audit.subscription;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.Tier;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class SubscriptionIT {

	private static final String PATH = "/v1/streaming/subscriptions";

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private static final String BODY = """
			{"name":"siem","filters":{"eventTypes":["auth.*","kms.key.create"],"services":["auth"],"severities":["critical"]},
			 "destination":{"type":"webhook","config":{"url":"https://hooks.example.test/in","secret":"%s"}}}
			"""
		.formatted(SECRET);

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private Keyring keyring;

	@Autowired
	private CryptoEngine engine;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	@Test
	void sealsSecretsAndShowsThemNowhere() throws SQLException {
		Account owner = this.tenants.owner();
		Map<?, ?> made = create(owner, BODY);
		assertThat(made.keySet().stream().map(String::valueOf)).containsExactlyInAnyOrder("subscriptionId", "name",
				"status", "createdAt");
		assertThat(made.get("status")).isEqualTo("active");
		String list = new String(Objects.requireNonNull(TestCalls.call(this.web, "GET", PATH, owner, null)
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBody()), StandardCharsets.UTF_8);
		assertThat(list).contains("\"secretFields\":[\"secret\"]", "https://hooks.example.test/in", "kms.key.create")
			.doesNotContain(SECRET);
		assertThat(this.calls.eventsThatHold(SECRET)).isZero();
		assertThat(this.calls.events(owner.tenantId(), "audit.subscription.create")).singleElement()
			.asString()
			.contains("hooks.example.test", "\"outcome\":\"success\"", String.valueOf(made.get("subscriptionId")))
			.doesNotContain("/in");
		UUID id = UUID.fromString(String.valueOf(made.get("subscriptionId")));
		byte[] sealed = stored(id);
		assertThat(new String(this.keyring.open(sealed, DestinationSecrets.PURPOSE, owner.tenantId() + "/" + id),
				StandardCharsets.UTF_8))
			.isEqualTo("{\"secret\":\"" + SECRET + "\"}");
	}

	@Test
	void sealsSecretsAnewAfterTheRootKeyHasChanged() throws SQLException {
		Account owner = this.tenants.owner();
		UUID id = UUID.fromString(String.valueOf(create(owner, BODY).get("subscriptionId")));
		String subject = owner.tenantId() + "/" + id;
		byte[] secrets = this.keyring.open(stored(id), DestinationSecrets.PURPOSE, subject);
		try (Keyring before = this.engine.keyring(rootOf(1));
				Keyring both = this.engine.keyring(rootOf(2), rootOf(1));
				Keyring after = this.engine.keyring(rootOf(2))) {
			store(id, before.seal(secrets, DestinationSecrets.PURPOSE, subject));
			new ResealedSecrets(this.system, both).run().block();
			assertThat(after.open(stored(id), DestinationSecrets.PURPOSE, subject)).isEqualTo(secrets);
		}
	}

	private static RootKey rootOf(int value) {
		byte[] bytes = new byte[RootKey.BYTES];
		Arrays.fill(bytes, (byte) value);
		return RootKey.of(SecretBytes.takeOver(bytes));
	}

	private static void store(UUID subscriptionId, byte[] sealed) throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				PreparedStatement update = connection.prepareStatement(
						"UPDATE audit_subscription SET destination_secrets = ? WHERE subscription_id = ?")) {
			update.setBytes(1, sealed);
			update.setObject(2, subscriptionId);
			assertThat(update.executeUpdate()).isOne();
		}
	}

	@Test
	void deletesOnlyItsOwn() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		String path = PATH + "/" + create(owner, BODY).get("subscriptionId");
		TestCalls.expectError(TestCalls.call(this.web, "DELETE", path, other, null), 404, "NOT_FOUND");
		TestCalls.call(this.web, "DELETE", path, owner, null).expectStatus().isNoContent().expectBody();
		TestCalls.expectError(TestCalls.call(this.web, "DELETE", path, owner, null), 404, "NOT_FOUND");
		TestCalls.call(this.web, "GET", PATH, owner, null)
			.expectBody()
			.jsonPath("$.subscriptions.length()")
			.isEqualTo(0);
	}

	@Test
	void refusesTheUnentitledTheReadersAndTheMalformed() {
		TestCalls.expectError(TestCalls.call(this.web, "POST", PATH, this.tenants.owner(Tier.FREE), BODY), 403,
				"ENTITLEMENT_REQUIRED");
		Account owner = this.tenants.owner();
		TestCalls.expectError(
				TestCalls.call(this.web, "POST", PATH, this.tenants.member(owner.tenantId(), Role.VIEWER), BODY), 403,
				"FORBIDDEN");
		for (String bad : new String[] { "{}", BODY.replace("webhook", "pigeon"), BODY.replace("https:", "http:"),
				BODY.replace("critical", "loud"), BODY.replace("auth.*", "*.auth"), BODY.replace("\"siem\"", "\" \""),
				BODY.replace("[\"auth\"]", "[null]"), BODY.replace("\"config\":{", "\"config\":[{") }) {
			TestCalls.expectError(TestCalls.call(this.web, "POST", PATH, owner, bad), 400, "BAD_REQUEST");
		}
	}

	private Map<?, ?> create(Account account, String body) {
		return Objects.requireNonNull(TestCalls.call(this.web, "POST", PATH, account, body)
			.expectStatus()
			.isCreated()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody());
	}

	private static byte[] stored(UUID subscriptionId) throws SQLException {
		try (Connection connection = TestDatabase.dataSource("qnsp_system").getConnection();
				PreparedStatement query = connection.prepareStatement(
						"SELECT destination_secrets, row_to_json(s)::text FROM audit_subscription s WHERE subscription_id = ?")) {
			query.setObject(1, subscriptionId);
			try (ResultSet rows = query.executeQuery()) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getString(2)).doesNotContain(SECRET);
				return rows.getBytes(1);
			}
		}
	}

}
