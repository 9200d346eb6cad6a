package io.qnsp.kms.escrow;

import java.security.KeyPair;
import java.util.List;
import java.util.Locale;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import io.qnsp.kms.escrow.EscrowScene.Holder;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.escrow.EscrowScene.ESCROW;
import static io.qnsp.kms.escrow.EscrowScene.changeBody;
import static io.qnsp.kms.escrow.EscrowScene.policyBody;
import static io.qnsp.kms.escrow.EscrowScene.registration;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Agents' public keys and policies.
 */
@QnspServerTest
class EscrowPoliciesIT {

	private static final String POLICIES = ESCROW + "/policies";

	private static final String AGENTS = ESCROW + "/agents";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	private EscrowScene scene;

	private KeyCalls owner;

	@BeforeEach
	void makeTenant() {
		this.scene = new EscrowScene(this.client, this.tenants);
		this.owner = this.scene.as(this.scene.owner());
	}

	@Test
	void aPolicyIsReadAsItWasMadeAndChangedInPart() {
		List<Holder> holders = this.scene.unregistered(3);
		Account witness = this.scene.developer();
		JsonNode made = this.owner.answer(
				this.owner.call("POST", POLICIES,
						policyBody(2, holders, witness).replace("\"name\"",
								"\"keyTypes\": [\"AES\", \"signing\"], \"description\": \"for drills\", \"name\"")),
				201);
		String path = POLICIES + "/" + made.get("policyId").asString();
		JsonNode read = this.owner.get(path);
		assertThat(read.get("name").asString()).isEqualTo(made.get("name").asString()).isEqualTo("policy");
		assertThat(read.get("description").asString()).isEqualTo("for drills");
		assertThat(read.get("keyTypes")).hasToString("[\"AES\",\"signing\"]");
		assertThat(read.get("escrowAgents").findValuesAsString("agentId")).containsExactly(holders.get(0).id(),
				holders.get(1).id(), holders.get(2).id(), witness.userId().toString());
		assertThat(read.get("escrowAgents").findValuesAsString("role")).containsExactly("primary", "secondary",
				"primary", "witness");
		assertThat(read.get("recoveryThreshold").asInt()).isEqualTo(2);
		assertThat(read.get("retentionPeriod").asString()).isEqualTo("P1Y");
		this.owner.answer(this.owner.call("PATCH", path, "{\"recoveryThreshold\": 3}"), 200);
		JsonNode changed = this.owner.get(path);
		assertThat(changed.get("recoveryThreshold").asInt()).isEqualTo(3);
		assertThat(changed.get("escrowAgents")).isEqualTo(read.get("escrowAgents"));
		TestCalls.expectError(this.owner.call("PATCH", path, "{\"recoveryThreshold\": 4}"), 422,
				"UNPROCESSABLE_ENTITY");
		assertThat(this.owner.get(POLICIES + "?limit=1").get("policies").get(0).get("recoveryThreshold").asInt())
			.isEqualTo(3);
	}

	@Test
	void keyTypesAndRetentionAreNotChanged() {
		String path = POLICIES + "/" + this.scene.policy(2, this.scene.unregistered(2));
		JsonNode before = this.owner.get(path);
		for (String field : List.of("\"retentionPeriod\": \"P2Y\"", "\"keyTypes\": [\"AES\"]", "\"keyTypes\": []")) {
			this.owner.call("PATCH", path, "{\"name\": \"x\", " + field + "}")
				.expectStatus()
				.isEqualTo(400)
				.expectBody()
				.jsonPath("$.details." + field.substring(1, field.indexOf('"', 1)))
				.isNotEmpty();
		}
		assertThat(this.owner.get(path)).isEqualTo(before);
	}

	@Test
	void onlyAdministratorsMakeAndChangePolicies() {
		List<Holder> holders = this.scene.unregistered(2);
		String path = POLICIES + "/" + this.scene.policy(2, holders, this.scene.developer());
		JsonNode before = this.owner.get(path);
		KeyCalls developer = this.scene.as(holders.get(0).account());
		TestCalls.expectError(developer.call("POST", POLICIES, policyBody(2, holders)), 403, "FORBIDDEN");
		TestCalls.expectError(developer.call("PATCH", path, "{\"name\": \"x\"}"), 403, "FORBIDDEN");
		assertThat(developer.get(path)).isEqualTo(before);
		KeyCalls admin = this.scene.as(this.tenants.member(this.scene.tenantId(), Role.ADMIN));
		admin.answer(admin.call("PATCH", path, "{\"name\": \"x\"}"), 200);
		admin.answer(admin.call("POST", POLICIES, policyBody(2, holders)), 201);
	}

	@Test
	void badPoliciesAreRefusedByField() {
		List<Holder> holders = this.scene.unregistered(2);
		String good = policyBody(2, holders);
		refused(400, "name", good.replace("\"policy\"", "\"\""));
		refused(400, "escrowAgents[1].role", good.replace(", \"role\": \"secondary\"", ""));
		refused(400, "escrowAgents[0].role", good.replace("primary", "observer"));
		refused(400, "escrowAgents[0].agentId", good.replace(holders.get(0).id(), ""));
		refused(400, "retentionPeriod", good.replace("P1Y", "PT1H"));
		refused(400, "retentionPeriod", good.replace("P1Y", "a year"));
		refused(400, "retentionPeriod", good.replace(", \"retentionPeriod\": \"P1Y\"", ""));
		refused(400, "recoveryThreshold", good.replace("\"recoveryThreshold\": 2, ", ""));
		refused(422, "recoveryThreshold", good.replace(": 2,", ": 3,"));
		refused(422, "recoveryThreshold", good.replace(": 2,", ": 1,"));
		refused(400, "recoveryThreshold", good.replace(": 2,", ": 1099511627776,"));
		refused(422, "recoveryThreshold", good.replace("secondary", "witness"));
		refused(422, "escrowAgents[1].agentId", good.replace(holders.get(1).id(), holders.get(0).id()));
		refused(422, "keyTypes[0]", good.replace("\"name\"", "\"keyTypes\": [\"enigma\"], \"name\""));
		assertThat(this.owner.get(POLICIES).get("policies")).isEmpty();
	}

	@Test
	void agentsAreLivePrincipalsOfTheTenantWhoMayWrite() {
		List<Holder> holders = this.scene.unregistered(2);
		String id = holders.get(1).id();
		String good = policyBody(2, holders);
		String disabled = this.scene.developer().userId().toString();
		this.owner.answer(this.owner.call("PATCH", "/auth/tenants/" + this.scene.tenantId() + "/users/" + disabled,
				"{\"status\": \"disabled\"}"), 200);
		for (String bad : List.of("nobody", id.toUpperCase(Locale.ROOT), " " + id, id + " ", "0-0-0-0-1", disabled,
				this.tenants.member(this.scene.tenantId(), Role.VIEWER).userId().toString(),
				this.tenants.owner().userId().toString())) {
			refused(422, "escrowAgents[1].agentId", good.replace(id, bad));
		}
		assertThat(this.owner.get(POLICIES).get("policies")).isEmpty();
		String path = POLICIES + "/" + this.scene.policy(2, holders);
		String account = "{\"name\": \"agent\", \"roles\": [\"%s\"]}";
		String reads = this.owner
			.answer(this.owner.call("POST", "/auth/service-accounts", account.formatted("viewer")), 201)
			.get("serviceAccountId")
			.asString();
		TestCalls.expectError(this.owner.call("PATCH", path, changeBody(2, holders).replace(id, reads)), 422,
				"UNPROCESSABLE_ENTITY");
		assertThat(this.owner.get(path).get("escrowAgents").findValuesAsString("agentId")).contains(id);
		String writes = this.owner
			.answer(this.owner.call("POST", "/auth/service-accounts",
					account.formatted("developer").replace("agent", "other")), 201)
			.get("serviceAccountId")
			.asString();
		this.owner.answer(this.owner.call("PATCH", path, changeBody(2, holders).replace(id, writes)), 200);
	}

	private void refused(int status, String field, String body) {
		this.owner.call("POST", POLICIES, body)
			.expectStatus()
			.isEqualTo(status)
			.expectBody()
			.jsonPath("$.details['" + field + "']")
			.isNotEmpty();
	}

	@Test
	void anAgentRegistersReplacesAndRemovesItsOwnKey() {
		Account agent = this.scene.developer();
		KeyCalls calls = this.scene.as(agent);
		String id = agent.userId().toString();
		KeyPair first = EscrowScene.keys();
		String body = registration(id, first.getPublic().getEncoded(), "ML-KEM-768");
		JsonNode made = calls.answer(calls.call("POST", AGENTS, body), 201);
		assertThat(EscrowScene.bytes(made.get("publicKey"))).hasSize(1184);
		TestCalls.expectError(calls.call("POST", AGENTS, body), 409, "ALREADY_EXISTS");
		KeyPair second = EscrowScene.keys();
		JsonNode replaced = calls.answer(
				calls.call("PUT", AGENTS + "/" + id, registration(id, second.getPublic().getEncoded(), "ML-KEM-768")),
				200);
		assertThat(replaced.get("fingerprint")).isNotEqualTo(made.get("fingerprint"));
		assertThat(replaced.get("createdAt")).isEqualTo(made.get("createdAt"));
		assertThat(calls.get(AGENTS).get("agents").findValuesAsString("agentId")).containsExactly(id);
		calls.call("DELETE", AGENTS + "/" + id, null).expectStatus().isNoContent();
		TestCalls.expectError(calls.call("DELETE", AGENTS + "/" + id, null), 404, "NOT_FOUND");
		TestCalls.expectError(calls.call("PUT", AGENTS + "/" + id, body), 404, "NOT_FOUND");
	}

	@Test
	void onlyTheAgentItselfOrAnAdministratorRegistersItsKey() {
		String id = this.scene.developer().userId().toString();
		KeyCalls other = this.scene.as(this.scene.developer());
		String body = registration(id, EscrowScene.keys().getPublic().getEncoded(), "ML-KEM-768");
		TestCalls.expectError(other.call("POST", AGENTS, body), 403, "FORBIDDEN");
		this.owner.answer(this.owner.call("POST", AGENTS, body), 201);
		TestCalls.expectError(other.call("PUT", AGENTS + "/" + id, body), 403, "FORBIDDEN");
		TestCalls.expectError(other.call("DELETE", AGENTS + "/" + id, null), 403, "FORBIDDEN");
	}

	@Test
	void badPublicKeysAreRefused() {
		byte[] key = EscrowScene.keys().getPublic().getEncoded();
		TestCalls.expectError(this.owner.call("POST", AGENTS, registration("a", new byte[7], "ML-KEM-768")), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(this.owner.call("POST", AGENTS, registration("a", key, "X-Wing")), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(this.owner.call("POST", AGENTS, registration("a", key, "RSA-3072")), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(this.owner.call("POST", AGENTS, registration("", key, "ML-KEM-768")), 400, "BAD_REQUEST");
		TestCalls.expectError(this.owner.call("POST", AGENTS, "{\"agentId\": \"a\", \"publicKey\": \"!\"}"), 400,
				"BAD_REQUEST");
	}

	@Test
	void anXWingKeyOfSmallOrderIsRefused() {
		String body = registration("a", new byte[1216], "X-Wing");
		TestCalls.expectError(this.owner.call("POST", AGENTS, body), 422, "UNPROCESSABLE_ENTITY");
		TestCalls.expectError(this.owner.call("PUT", AGENTS + "/a", body), 422, "UNPROCESSABLE_ENTITY");
	}

	@Test
	void anXWingKeyIsTaken() {
		JsonNode key = this.owner
			.get(KeyCalls.KEYS + "/" + this.owner.create("X-Wing", "kem") + "/public-key?format=raw");
		this.owner.answer(this.owner.call("POST", AGENTS,
				registration("a", EscrowScene.bytes(key.get("publicKeyB64")), "X-Wing")), 201);
	}

	@Test
	void agentsAreListedPageByPage() {
		for (int i = 0; i < 3; i++) {
			this.owner.answer(
					this.owner.call("POST", AGENTS,
							registration("agent " + i, EscrowScene.keys().getPublic().getEncoded(), "ML-KEM-768")),
					201);
		}
		JsonNode first = this.owner.get(AGENTS + "?limit=2");
		assertThat(first.get("agents").findValuesAsString("agentId")).containsExactly("agent 2", "agent 1");
		JsonNode second = this.owner.get(AGENTS + "?limit=2&cursor=" + first.get("nextCursor").asString());
		assertThat(second.get("agents").findValuesAsString("agentId")).containsExactly("agent 0");
		assertThat(second.get("nextCursor").isNull()).isTrue();
	}

	@Test
	void escrowTakesTheAddOnAndAnotherTenantSeesNothing() {
		Account without = this.tenants.owner(Tier.ENTERPRISE_ELITE);
		TestCalls.expectError(this.scene.as(without).call("GET", POLICIES, null), 403, "ADDON_REQUIRED");
		Account small = this.tenants.owner(Tier.FREE, AddOn.KEY_ESCROW);
		TestCalls.expectError(this.scene.as(small).call("GET", POLICIES, null), 403, "ENTITLEMENT_REQUIRED");
		String policyId = this.scene.policy(2, this.scene.registered(2));
		KeyCalls stranger = this.scene.as(this.tenants.owner());
		TestCalls.expectError(stranger.call("GET", POLICIES + "/" + policyId, null), 404, "NOT_FOUND");
		TestCalls.expectError(stranger.call("PATCH", POLICIES + "/" + policyId, "{\"name\": \"x\"}"), 404, "NOT_FOUND");
		assertThat(stranger.get(POLICIES).get("policies")).isEmpty();
		assertThat(stranger.get(AGENTS).get("agents")).isEmpty();
		Account viewer = this.tenants.member(this.scene.tenantId(), Role.VIEWER);
		this.scene.as(viewer).get(POLICIES + "/" + policyId);
		TestCalls.expectError(this.scene.as(viewer).call("PATCH", POLICIES + "/" + policyId, "{}"), 403, "FORBIDDEN");
	}

}
