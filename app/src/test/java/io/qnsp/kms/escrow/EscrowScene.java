package io.qnsp.kms.escrow;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.kms.keys.KeyCalls;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * A tenant with agents, and short forms of what they do. Agents decrypt their shares with
 * the JDK's own cryptography, step by step as documented: nothing of the engine is used.
 */
public final class EscrowScene {

	/** Where escrow is. */
	public static final String ESCROW = "/kms/v1/escrow";

	private static final int ENCAPSULATED = 1088;

	private static final int NONCE = 12;

	private final WebTestClient client;

	private final TestTenants tenants;

	private final Account owner;

	/**
	 * A scene in a new tenant.
	 * @param client the client
	 * @param tenants makes tenants and users
	 */
	public EscrowScene(WebTestClient client, TestTenants tenants) {
		this.client = client;
		this.tenants = tenants;
		this.owner = tenants.owner();
	}

	/**
	 * Somebody who holds shares.
	 *
	 * @param account who it is
	 * @param keys its ML-KEM-768 keys, or {@code null} when it has registered none
	 */
	public record Holder(Account account, @Nullable KeyPair keys) {

		/**
		 * Its id.
		 * @return the user's id
		 */
		public String id() {
			return this.account.userId().toString();
		}

	}

	/**
	 * The tenant's owner.
	 * @return the account
	 */
	public Account owner() {
		return this.owner;
	}

	/**
	 * The tenant.
	 * @return its id
	 */
	public UUID tenantId() {
		return this.owner.tenantId();
	}

	/**
	 * Calls of somebody.
	 * @param account who calls
	 * @return the calls
	 */
	public KeyCalls as(Account account) {
		return new KeyCalls(this.client, account);
	}

	/**
	 * A new user who may write.
	 * @return the user
	 */
	public Account developer() {
		return this.tenants.member(tenantId(), Role.DEVELOPER);
	}

	/**
	 * A new administrator.
	 * @return the user
	 */
	public Account administrator() {
		return this.tenants.member(tenantId(), Role.ADMIN);
	}

	/**
	 * New users with registered public keys.
	 * @param count how many
	 * @return the holders
	 */
	public List<Holder> registered(int count) {
		List<Holder> holders = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			KeyPair keys = keys();
			Holder holder = new Holder(developer(), keys);
			as(holder.account()).answer(as(holder.account()).call("POST", ESCROW + "/agents",
					registration(holder.id(), keys.getPublic().getEncoded(), "ML-KEM-768")), 201);
			holders.add(holder);
		}
		return holders;
	}

	/**
	 * New users without public keys.
	 * @param count how many
	 * @return the holders
	 */
	public List<Holder> unregistered(int count) {
		List<Holder> holders = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			holders.add(new Holder(developer(), null));
		}
		return holders;
	}

	/**
	 * New ML-KEM-768 keys.
	 * @return the pair
	 */
	public static KeyPair keys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM");
			generator.initialize(NamedParameterSpec.ML_KEM_768);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The body that registers a public key.
	 * @param agentId the agent
	 * @param key the key
	 * @param algorithm its algorithm
	 * @return JSON
	 */
	public static String registration(String agentId, byte[] key, String algorithm) {
		return "{\"agentId\": \"%s\", \"publicKey\": \"%s\", \"algorithm\": \"%s\"}".formatted(agentId, base64(key),
				algorithm);
	}

	/**
	 * The body of a policy.
	 * @param threshold how many shares it takes
	 * @param holders who holds them
	 * @param witnesses who confirms
	 * @return JSON
	 */
	public static String policyBody(int threshold, List<Holder> holders, Account... witnesses) {
		List<String> agents = new ArrayList<>();
		holders.forEach((holder) -> agents.add(agent(holder.id(), agents.size() % 2 == 0 ? "primary" : "secondary")));
		Arrays.stream(witnesses).forEach((witness) -> agents.add(agent(witness.userId().toString(), "witness")));
		return """
				{"name": "policy", "escrowAgents": [%s], "recoveryThreshold": %d, "retentionPeriod": "P1Y"}"""
			.formatted(agents.stream().collect(Collectors.joining(", ")), threshold);
	}

	/**
	 * The body that changes a policy's agents.
	 * @param threshold how many shares it takes
	 * @param holders who holds them
	 * @return JSON
	 */
	public static String changeBody(int threshold, List<Holder> holders) {
		return policyBody(threshold, holders).replace(", \"retentionPeriod\": \"P1Y\"", "");
	}

	private static String agent(String id, String role) {
		return "{\"agentId\": \"%s\", \"role\": \"%s\"}".formatted(id, role);
	}

	/**
	 * Makes a policy.
	 * @param threshold how many shares it takes
	 * @param holders who holds them
	 * @param witnesses who confirms
	 * @return its id
	 */
	public String policy(int threshold, List<Holder> holders, Account... witnesses) {
		return as(this.owner)
			.answer(as(this.owner).call("POST", ESCROW + "/policies", policyBody(threshold, holders, witnesses)), 201)
			.get("policyId")
			.asString();
	}

	/**
	 * Puts a key into escrow.
	 * @param keyId the key
	 * @param policyId the policy
	 * @return the escrow's id
	 */
	public String escrow(UUID keyId, String policyId) {
		return as(this.owner).answer(as(this.owner).call("POST", ESCROW + "/keys", escrowBody(keyId, policyId)), 201)
			.get("escrowId")
			.asString();
	}

	/**
	 * The body that puts a key into escrow.
	 * @param keyId the key
	 * @param policyId the policy
	 * @return JSON
	 */
	public static String escrowBody(UUID keyId, String policyId) {
		return "{\"keyId\": \"%s\", \"policyId\": \"%s\", \"metadata\": {\"reason\": \"drill\"}}".formatted(keyId,
				policyId);
	}

	/**
	 * An AES key that has encrypted something.
	 * @return its id
	 */
	public UUID key() {
		return as(this.owner).create("AES-256-GCM", "encryption");
	}

	/**
	 * Asks for a share.
	 * @param escrowId the escrow
	 * @param agentId whose share
	 * @param account who asks
	 * @return the answer
	 */
	public ResponseSpec fetch(String escrowId, String agentId, Account account) {
		return as(account).call("GET", ESCROW + "/keys/" + escrowId + "/shares/" + agentId, null);
	}

	/**
	 * A holder's share in clear, as the holder gets it.
	 * @param escrowId the escrow
	 * @param holder the holder
	 * @return the share's standard encoding
	 */
	public byte[] share(String escrowId, Holder holder) {
		JsonNode answer = as(holder.account()).answer(fetch(escrowId, holder.id(), holder.account()), 200);
		KeyPair keys = holder.keys();
		return (keys != null) ? decrypted(answer, keys) : bytes(answer.get("share"));
	}

	private static byte[] decrypted(JsonNode answer, KeyPair keys) {
		try {
			byte[] message = bytes(answer.get("encryptedShare"));
			byte[] encapsulated = Arrays.copyOfRange(message, 1, 1 + ENCAPSULATED);
			SecretKey secret = KEM.getInstance("ML-KEM").newDecapsulator(keys.getPrivate()).decapsulate(encapsulated);
			SecretKey key = KDF.getInstance("HKDF-SHA256")
				.deriveKey("AES", HKDFParameterSpec.ofExtract()
					.addSalt(encapsulated)
					.addIKM(secret)
					.thenExpand("qnsp hybrid encryption v1\0ML-KEM-768".getBytes(StandardCharsets.US_ASCII), 32));
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, message, 1 + ENCAPSULATED, NONCE));
			cipher.updateAAD(new byte[] { 1 });
			cipher.updateAAD(answer.get("associatedData").asString().getBytes(StandardCharsets.UTF_8));
			int start = 1 + ENCAPSULATED + NONCE;
			return cipher.doFinal(message, start, message.length - start);
		}
		catch (GeneralSecurityException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Asks for a recovery.
	 * @param escrowId the escrow
	 * @param account who asks
	 * @param more further fields, with a comma in front
	 * @return the request's id
	 */
	public String initiate(String escrowId, Account account, String more) {
		return as(account)
			.answer(as(account).call("POST", ESCROW + "/recovery/initiate",
					"{\"escrowId\": \"%s\", \"reason\": \"lost\"%s}".formatted(escrowId, more)), 201)
			.get("requestId")
			.asString();
	}

	/**
	 * Submits a share.
	 * @param requestId the request
	 * @param share the share
	 * @param agentId whose it is said to be
	 * @param account who submits
	 * @return the answer
	 */
	public ResponseSpec submit(String requestId, byte[] share, String agentId, Account account) {
		return as(account).call("POST", ESCROW + "/recovery/submit-share",
				"{\"requestId\": \"%s\", \"share\": \"%s\", \"agentId\": \"%s\"}".formatted(requestId, base64(share),
						agentId));
	}

	/**
	 * Submits a holder's own share, which counts.
	 * @param requestId the request
	 * @param escrowId the escrow
	 * @param holder the holder
	 * @return the answer
	 */
	public JsonNode submitted(String requestId, String escrowId, Holder holder) {
		return as(holder.account()).answer(submit(requestId, share(escrowId, holder), holder.id(), holder.account()),
				200);
	}

	/**
	 * Decides.
	 * @param requestId the request
	 * @param decision approve or deny
	 * @param account who decides
	 * @return the answer
	 */
	public ResponseSpec decide(String requestId, String decision, Account account) {
		return as(account).call("POST", ESCROW + "/recovery/approve",
				"{\"requestId\": \"%s\", \"decision\": \"%s\", \"reason\": \"checked\"}".formatted(requestId,
						decision));
	}

	/**
	 * Executes.
	 * @param requestId the request
	 * @param account who executes
	 * @return the answer
	 */
	public ResponseSpec execute(String requestId, Account account) {
		return as(account).call("POST", ESCROW + "/recovery/execute", executeBody(requestId));
	}

	/**
	 * The body that executes.
	 * @param requestId the request
	 * @return JSON
	 */
	public static String executeBody(String requestId) {
		return "{\"requestId\": \"%s\"}".formatted(requestId);
	}

	/**
	 * A recovery by the owner that is approved and waits for its execution.
	 * @param escrowId the escrow
	 * @param submitters who submit their shares
	 * @return the request's id
	 */
	public String approved(String escrowId, List<Holder> submitters) {
		String requestId = initiate(escrowId, this.owner, "");
		submitters.forEach((holder) -> submitted(requestId, escrowId, holder));
		as(this.owner).answer(decide(requestId, "approve", administrator()), 200);
		return requestId;
	}

	/**
	 * A recovered key.
	 * @param requestId an approved request of the owner
	 * @return the key's bytes
	 */
	public byte[] recovered(String requestId) {
		return bytes(as(this.owner).answer(execute(requestId, this.owner), 200).get("recoveredKey"));
	}

	/**
	 * The audit log.
	 * @param query the query, with its question mark
	 * @return the events
	 */
	public List<JsonNode> events(String query) {
		return as(this.owner).get(ESCROW + "/audit" + query).get("events").valueStream().toList();
	}

	/**
	 * Bytes of an answer.
	 * @param node base64
	 * @return the bytes
	 */
	public static byte[] bytes(JsonNode node) {
		return Base64.getDecoder().decode(node.asString());
	}

	/**
	 * Base64.
	 * @param bytes the bytes
	 * @return the text
	 */
	public static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
