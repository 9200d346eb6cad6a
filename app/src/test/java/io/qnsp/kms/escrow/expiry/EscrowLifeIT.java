package io.qnsp.kms.escrow.expiry;

import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.kms.escrow.EscrowScene;
import io.qnsp.kms.escrow.EscrowScene.Holder;
import io.qnsp.kms.keys.KeyCalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static io.qnsp.kms.escrow.EscrowScene.ESCROW;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of escrows: new shares when agents change, and their end.
 */
@QnspServerTest
class EscrowLifeIT {

	private static final String KEYS = ESCROW + "/keys";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private ExpiredEscrows job;

	@Autowired
	private TenantKeys tenantKeys;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	private EscrowScene scene;

	private KeyCalls owner;

	private List<Holder> holders;

	private String policyId;

	private UUID keyId;

	private String escrowId;

	@BeforeEach
	void makeEscrow() {
		this.scene = new EscrowScene(this.client, this.tenants);
		this.owner = this.scene.as(this.scene.owner());
		this.holders = this.scene.unregistered(2);
		this.policyId = this.scene.policy(2, this.holders);
		this.keyId = this.scene.key();
		this.escrowId = this.scene.escrow(this.keyId, this.policyId);
	}

	private List<Holder> replaceAgents() {
		List<Holder> next = this.scene.unregistered(3);
		this.owner.answer(
				this.owner.call("PATCH", ESCROW + "/policies/" + this.policyId, EscrowScene.changeBody(3, next)), 200);
		return next;
	}

	@Test
	void afterARefreshTheOldSharesAreVoidAndTheNewOnesRecover() {
		byte[] before = this.scene.recovered(this.scene.approved(escrowOfRegistered(), this.holders));
		this.escrowId = this.owner.get(KEYS).get("escrowedKeys").get(0).get("escrowId").asString();
		byte[] old = this.scene.share(this.escrowId, this.holders.get(0));
		String pending = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		this.owner.answer(this.scene.submit(pending, old, this.holders.get(0).id(), this.holders.get(0).account()),
				200);
		List<Holder> next = replaceAgents();
		JsonNode refreshed = this.owner.answer(refresh(null), 200);
		assertThat(refreshed.get("shareSet").asInt()).isEqualTo(2);
		assertThat(refreshed.get("recoveryThreshold").asInt()).isEqualTo(3);
		assertThat(refreshed.get("status").asString()).isEqualTo("active");
		assertThat(this.owner.get(ESCROW + "/recovery/" + pending).get("status").asString()).isEqualTo("superseded");
		TestCalls.expectError(this.scene.submit(pending, old, this.holders.get(0).id(), this.holders.get(0).account()),
				403, "FORBIDDEN");
		TestCalls.expectError(this.scene.fetch(this.escrowId, this.holders.get(0).id(), this.holders.get(0).account()),
				404, "NOT_FOUND");
		assertThat(count("kms_escrow_recovery_share WHERE sealed IS NOT NULL AND tenant_id = :tenant")).isZero();
		assertThat(this.scene.recovered(this.scene.approved(this.escrowId, next))).isEqualTo(before);
		assertThat(this.scene.events("?eventType=refreshed")).hasSize(1);
	}

	private String escrowOfRegistered() {
		this.holders = this.scene.registered(2);
		this.owner.answer(this.owner.call("PATCH", ESCROW + "/policies/" + this.policyId,
				EscrowScene.changeBody(2, this.holders)), 200);
		return this.scene.escrow(this.keyId, this.policyId);
	}

	@Test
	void anAgentWhoStaysHasItsOldShareRefused() {
		this.escrowId = escrowOfRegistered();
		byte[] old = this.scene.share(this.escrowId, this.holders.get(0));
		this.owner.answer(refresh(null), 200);
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		TestCalls.expectError(
				this.scene.submit(requestId, old, this.holders.get(0).id(), this.holders.get(0).account()), 422,
				"UNPROCESSABLE_ENTITY");
		this.scene.submitted(requestId, this.escrowId, this.holders.get(0));
	}

	private ResponseSpec refresh(@Nullable String requestId) {
		return this.owner.call("POST", KEYS + "/" + this.escrowId + "/refresh",
				(requestId != null) ? EscrowScene.executeBody(requestId) : null);
	}

	@Test
	void aKeyThatTheKmsNoLongerHasIsRefreshedFromItsShares() {
		this.escrowId = escrowOfRegistered();
		byte[] before = this.scene.recovered(this.scene.approved(this.escrowId, this.holders));
		destroyKey();
		TestCalls.expectError(refresh(null), 410, "GONE");
		List<Holder> next = replaceAgents();
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), ", \"purpose\": \"refresh\"");
		this.holders.forEach((holder) -> this.scene.submitted(requestId, this.escrowId, holder));
		TestCalls.expectError(refresh(requestId), 409, "CONFLICT");
		this.owner.answer(this.scene.decide(requestId, "approve", this.scene.administrator()), 200);
		TestCalls.expectError(this.scene.execute(requestId, this.scene.owner()), 409, "CONFLICT");
		this.owner.answer(refresh(requestId), 200);
		assertThat(this.owner.get(ESCROW + "/recovery/" + requestId).get("status").asString()).isEqualTo("executed");
		TestCalls.expectError(refresh(requestId), 409, "CONFLICT");
		assertThat(this.scene.recovered(this.scene.approved(this.escrowId, next))).isEqualTo(before);
	}

	private void destroyKey() {
		this.owner.answer(this.owner.call("DELETE", KeyCalls.KEYS + "/" + this.keyId, null), 200);
		this.system.query("UPDATE kms_key SET destroy_at = now() WHERE key_id = :key")
			.bind("key", this.keyId)
			.update()
			.block();
		Eventually.until("the key is destroyed",
				() -> this.owner.get(KeyCalls.KEYS + "/" + this.keyId).get("state").asString().equals("destroyed"));
		TestCalls.expectError(this.owner.call("POST", KEYS, EscrowScene.escrowBody(this.keyId, this.policyId)), 410,
				"GONE");
	}

	@Test
	void agentsWhoHaveLeftGetNoNewShares() {
		String left = this.holders.get(1).id();
		this.owner.answer(this.owner.call("PATCH", "/auth/tenants/" + this.scene.tenantId() + "/users/" + left,
				"{\"status\": \"disabled\"}"), 200);
		says(left, refresh(null));
		assertThat(this.scene.events("?eventType=refreshed")).isEmpty();
		assertThat(this.scene.events("?eventType=refresh_refused")).hasSize(1);
		says(left, this.owner.call("POST", KEYS, EscrowScene.escrowBody(this.scene.key(), this.policyId)));
		assertThat(this.owner.get(KEYS).get("escrowedKeys")).hasSize(1);
		assertThat(count("kms_escrow WHERE share_set = 1 AND tenant_id = :tenant")).isEqualTo(1);
		replaceAgents();
		this.owner.answer(refresh(null), 200);
	}

	private static void says(String agentId, ResponseSpec answer) {
		answer.expectStatus()
			.isEqualTo(409)
			.expectBody()
			.jsonPath("$.message")
			.value(String.class, (text) -> assertThat(text).contains(agentId));
	}

	@Test
	void onlyAdministratorsRefresh() {
		KeyCalls developer = this.scene.as(this.scene.developer());
		TestCalls.expectError(developer.call("POST", KEYS + "/" + this.escrowId + "/refresh", null), 403, "FORBIDDEN");
		KeyCalls admin = this.scene.as(this.tenants.member(this.scene.tenantId(), Role.ADMIN));
		JsonNode refreshed = admin.answer(admin.call("POST", KEYS + "/" + this.escrowId + "/refresh", null), 200);
		assertThat(refreshed.get("shareSet").asInt()).isEqualTo(2);
	}

	@Test
	void aRefreshIsForTheTenantsOwnEscrowsAndRequests() {
		Account stranger = this.tenants.owner();
		TestCalls.expectError(this.scene.as(stranger).call("POST", KEYS + "/" + this.escrowId + "/refresh", null), 404,
				"NOT_FOUND");
		TestCalls.expectError(refresh(new UUID(1, 1).toString()), 404, "NOT_FOUND");
		String other = this.scene.escrow(this.scene.key(), this.policyId);
		String requestId = this.scene.initiate(other, this.scene.owner(), ", \"purpose\": \"refresh\"");
		TestCalls.expectError(refresh(requestId), 404, "NOT_FOUND");
	}

	@Test
	void anEscrowWhoseTimeIsOverLosesSharesAndCiphertext() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		this.scene.submitted(requestId, this.escrowId, this.holders.get(0));
		long used = quota();
		this.system.query("""
				UPDATE kms_escrow SET created_at = now() - interval '2 years', expires_at = now() - interval '1 second'
				WHERE tenant_id = :tenant
				""").bind("tenant", this.scene.tenantId()).update().block();
		TestCalls.expectError(this.scene.fetch(this.escrowId, this.holders.get(1).id(), this.holders.get(1).account()),
				410, "GONE");
		TestCalls.expectError(this.owner.call("POST", ESCROW + "/recovery/initiate",
				"{\"escrowId\": \"%s\", \"reason\": \"x\"}".formatted(this.escrowId)), 410, "GONE");
		TestCalls.expectError(refresh(null), 410, "GONE");
		assertThat(this.owner.get(ESCROW + "/recovery/" + requestId).get("status").asString()).isEqualTo("superseded");
		this.job.run().block();
		this.job.run().block();
		assertThat(count("kms_escrow_share WHERE tenant_id = :tenant")).isZero();
		assertThat(count("kms_escrow WHERE ciphertext IS NOT NULL AND tenant_id = :tenant")).isZero();
		assertThat(count("kms_escrow_recovery_share WHERE sealed IS NOT NULL AND tenant_id = :tenant")).isZero();
		assertThat(this.owner.get(KEYS).get("escrowedKeys").get(0).get("status").asString()).isEqualTo("expired");
		assertThat(this.scene.events("?eventType=expired")).singleElement()
			.satisfies(
					(event) -> assertThat(event.get("details").get("requests")).hasToString("[\"" + requestId + "\"]"));
		assertThat(quota()).isEqualTo(used - 1);
		TestCalls.expectError(this.scene.fetch(this.escrowId, this.holders.get(1).id(), this.holders.get(1).account()),
				410, "GONE");
	}

	@Test
	void aRequestThatTookTooLongEndsAndItsSharesAreDestroyed() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		this.scene.submitted(requestId, this.escrowId, this.holders.get(0));
		this.system
			.query("""
					UPDATE kms_escrow_recovery SET created_at = now() - interval '8 days', expires_at = now() - interval '1 second'
					WHERE tenant_id = :tenant
					""")
			.bind("tenant", this.scene.tenantId())
			.update()
			.block();
		this.job.run().block();
		assertThat(count("kms_escrow_recovery_share WHERE sealed IS NOT NULL AND tenant_id = :tenant")).isZero();
		assertThat(count("kms_escrow_recovery WHERE status = 'expired' AND tenant_id = :tenant")).isEqualTo(1);
		assertThat(this.scene.events("?eventType=request_expired")).singleElement()
			.satisfies((event) -> assertThat(event.get("details").get("requestId").asString()).isEqualTo(requestId));
		assertThat(this.owner.get(KEYS).get("escrowedKeys").get(0).get("status").asString()).isEqualTo("active");
	}

	@Test
	void whatIsSealedGoesWithTheTenantsKeysAndNothingIsExecutedWithoutIt() {
		List<Holder> registered = this.scene.registered(2);
		String other = this.scene.escrow(this.keyId, this.scene.policy(2, registered));
		String requestId = this.scene.approved(other, registered);
		this.tenantKeys.shred(this.scene.tenantId()).block();
		TestCalls.expectError(this.scene.fetch(this.escrowId, this.holders.get(0).id(), this.holders.get(0).account()),
				410, "GONE");
		TestCalls.expectError(this.scene.execute(requestId, this.scene.owner()), 409, "CONFLICT");
		assertThat(this.owner.get(ESCROW + "/recovery/" + requestId).get("status").asString()).isEqualTo("approved");
		assertThat(this.scene.recovered(this.scene.approved(other, registered))).hasSize(32);
	}

	private long count(String table) {
		Long found = this.system.query("SELECT count(*) AS found FROM " + table)
			.bind("tenant", this.scene.tenantId())
			.one((row) -> Columns.required(row, "found", Long.class))
			.block();
		return (found != null) ? found : -1;
	}

	private long quota() {
		Long used = this.system
			.query("SELECT used FROM quota_usage WHERE tenant_id = :tenant AND resource = 'kms.escrows'")
			.bind("tenant", this.scene.tenantId())
			.one((row) -> Columns.required(row, "used", Long.class))
			.block();
		return (used != null) ? used : -1;
	}

}
