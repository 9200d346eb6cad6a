package io.qnsp.kms.escrow;

import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.kms.escrow.EscrowScene.Holder;
import io.qnsp.kms.keys.KeyCalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.client.WebClient;

import static io.qnsp.kms.escrow.EscrowScene.ESCROW;
import static io.qnsp.kms.escrow.EscrowScene.base64;
import static io.qnsp.kms.escrow.EscrowScene.escrowBody;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys go into escrow, shares go to their agents.
 */
@QnspServerTest
class EscrowIT {

	private static final String KEYS = ESCROW + "/keys";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private CryptoEngine engine;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	@LocalServerPort
	private int port;

	private EscrowScene scene;

	private KeyCalls owner;

	@BeforeEach
	void makeTenant() {
		this.scene = new EscrowScene(this.client, this.tenants);
		this.owner = this.scene.as(this.scene.owner());
	}

	@ParameterizedTest
	@CsvSource({ "3, 5", "16, 31" })
	void anyThresholdOfAgentsRecoversTheKeyAsItWas(int threshold, int count) throws Exception {
		List<Holder> holders = this.scene.registered(count);
		UUID keyId = this.scene.key();
		byte[] sealed = Base64.getDecoder().decode(this.owner.encrypt(keyId, "attack at dawn"));
		String escrowId = this.scene.escrow(keyId, this.scene.policy(threshold, holders));
		byte[] key = this.scene.recovered(this.scene.approved(escrowId, holders.subList(count - threshold, count)));
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, sealed, 5, 12));
		assertThat(cipher.doFinal(sealed, 17, sealed.length - 17)).isEqualTo("attack at dawn".getBytes(UTF_8));
		assertThat(this.owner.get(KEYS).get("escrowedKeys").get(0).get("status").asString()).isEqualTo("recovered");
	}

	@Test
	void aPrivateKeyComesBackAsPkcs8ThatSignsElsewhere() throws Exception {
		List<Holder> holders = this.scene.unregistered(2);
		UUID keyId = this.owner.create("Ed25519", "signing");
		String escrowId = this.scene.escrow(keyId, this.scene.policy(2, holders));
		String requestId = this.scene.approved(escrowId, holders);
		JsonNode answer = this.owner.answer(this.scene.execute(requestId, this.scene.owner()), 200);
		assertThat(answer.get("keyForm").asString()).isEqualTo("pkcs8");
		assertThat(answer.get("keyId").asString()).isEqualTo(keyId.toString());
		PrivateKey key = KeyFactory.getInstance("Ed25519")
			.generatePrivate(new PKCS8EncodedKeySpec(EscrowScene.bytes(answer.get("recoveredKey"))));
		Signature signer = Signature.getInstance("Ed25519");
		signer.initSign(key);
		signer.update("signed elsewhere".getBytes(UTF_8));
		assertThat(this.owner.verify(keyId, "signed elsewhere", base64(signer.sign()))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "RSA-3072, signing, pkcs8", "ECDSA-P256, signing, pkcs8", "ML-DSA-65, signing, pkcs8",
			"SLH-DSA-SHA2-128f, signing, pkcs8", "ML-KEM-768, kem, pkcs8", "X25519MLKEM768, kem, raw",
			"X-Wing, wrapping, pkcs8" })
	void aRecoveredKeyCanBeImportedAndIsTheSame(String algorithm, String purpose, String form) {
		List<Holder> holders = this.scene.unregistered(2);
		UUID keyId = this.owner.create(algorithm, purpose);
		String escrowId = this.scene.escrow(keyId, this.scene.policy(2, holders));
		JsonNode answer = this.owner
			.answer(this.scene.execute(this.scene.approved(escrowId, holders), this.scene.owner()), 200);
		assertThat(answer.get("keyForm").asString()).isEqualTo(form);
		assertThat(answer.get("algorithm").asString()).isEqualTo(algorithm);
		byte[] expected = EscrowScene
			.bytes(this.owner.get(KeyCalls.KEYS + "/" + keyId + "/public-key?format=raw").get("publicKeyB64"));
		try (SecretBytes key = SecretBytes.takeOver(EscrowScene.bytes(answer.get("recoveredKey")));
				RawKeyPair pair = this.engine.imports().derive(Algorithm.named(algorithm).orElseThrow(), key).block()) {
			assertThat(pair).isNotNull();
			assertThat(pair.publicKey()).isEqualTo(expected);
		}
	}

	@Test
	void theVersionThatWasEscrowedComesBackAfterRotationAndDestruction() {
		List<Holder> holders = this.scene.registered(2);
		UUID keyId = this.scene.key();
		String sealed = this.owner.encrypt(keyId, "old");
		String escrowId = this.scene.escrow(keyId, this.scene.policy(2, holders));
		this.owner.done(keyId, "rotate", null);
		destroy(keyId);
		byte[] key = this.scene.recovered(this.scene.approved(escrowId, holders));
		assertThat(key).hasSize(32);
		assertThat(sealed).isNotEmpty();
	}

	private void destroy(UUID keyId) {
		this.owner.answer(this.owner.call("DELETE", KeyCalls.KEYS + "/" + keyId, null), 200);
		this.system.query("UPDATE kms_key SET destroy_at = now() WHERE key_id = :key")
			.bind("key", keyId)
			.update()
			.block();
		Eventually.until("the key is destroyed",
				() -> this.owner.get(KeyCalls.KEYS + "/" + keyId).get("state").asString().equals("destroyed"));
	}

	@Test
	void aKeyThatCantOrMustNotLeaveIsRefused() {
		String policyId = this.scene.policy(2, this.scene.unregistered(2));
		UUID doomed = this.scene.key();
		this.owner.answer(this.owner.call("DELETE", KeyCalls.KEYS + "/" + doomed, null), 200);
		refused(409, "CONFLICT", doomed, policyId);
		refused(404, "NOT_FOUND", new UUID(1, 1), policyId);
		refused(404, "NOT_FOUND", this.scene.key(), new UUID(1, 1).toString());
		UUID publicOnly = KeyCalls.id(this.owner.answer(this.owner.call("POST", "/kms/v1/byok/import", """
				{"algorithm": "Ed25519", "purpose": "signing",
				 "publicKeyB64": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}"""), 201));
		refused(422, "UNPROCESSABLE_ENTITY", publicOnly, policyId);
		assertThat(this.owner.get(KEYS).get("escrowedKeys")).isEmpty();
		assertThat(this.calls.events(this.scene.tenantId(), "kms.key.escrow")).isEmpty();
	}

	private void refused(int status, String code, UUID keyId, String policyId) {
		TestCalls.expectError(this.owner.call("POST", KEYS, escrowBody(keyId, policyId)), status, code);
	}

	@Test
	void aPolicyTakesKeysOfItsTypesOnly() {
		String body = EscrowScene.policyBody(2, this.scene.unregistered(2))
			.replace("\"name\"", "\"keyTypes\": [\"RSA\", \"signing\"], \"name\"");
		String policyId = this.owner.answer(this.owner.call("POST", ESCROW + "/policies", body), 201)
			.get("policyId")
			.asString();
		refused(422, "UNPROCESSABLE_ENTITY", this.scene.key(), policyId);
		assertThat(this.calls.events(this.scene.tenantId(), "kms.key.escrow")).isEmpty();
		this.scene.escrow(this.owner.create("Ed25519", "signing"), policyId);
		assertThat(this.calls.events(this.scene.tenantId(), "kms.key.escrow")).singleElement()
			.asString()
			.contains("\"actor_id\":\"" + this.scene.owner().userId() + "\"", "\"resource_type\":\"kms-key\"");
	}

	@Test
	void anEscrowEndsWithTheRetentionOrEarlier() {
		String policyId = this.scene.policy(2, this.scene.unregistered(2));
		Instant soon = Instant.now().plus(5, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
		String body = """
				{"keyId": "%s", "policyId": "%s", "metadata": {"expiresAt": "%s"}}""";
		JsonNode made = this.owner
			.answer(this.owner.call("POST", KEYS, body.formatted(this.scene.key(), policyId, soon)), 201);
		assertThat(Instant.parse(made.get("expiresAt").asString())).isEqualTo(soon);
		JsonNode kept = this.owner.answer(this.owner.call("POST", KEYS, escrowBody(this.scene.key(), policyId)), 201);
		assertThat(Instant.parse(kept.get("expiresAt").asString())).isAfter(soon.plus(350, ChronoUnit.DAYS))
			.isBefore(soon.plus(365, ChronoUnit.DAYS));
		TestCalls.expectError(
				this.owner.call("POST", KEYS, body.formatted(this.scene.key(), policyId, "2020-01-01T00:00:00Z")), 422,
				"UNPROCESSABLE_ENTITY");
		TestCalls.expectError(this.owner.call("POST", KEYS, "{\"policyId\": \"" + policyId + "\"}"), 400,
				"BAD_REQUEST");
	}

	@Test
	void aShareGoesToItsAgentAloneWhateverTheRoleOfOthers() {
		List<Holder> holders = this.scene.registered(2);
		Account admin = this.tenants.member(this.scene.tenantId(), Role.ADMIN);
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		String escrowId = this.scene.escrow(this.scene.key(), this.scene.policy(2, holders, admin));
		for (Account other : List.of(this.scene.owner(), admin, holders.get(1).account())) {
			TestCalls.expectError(this.scene.fetch(escrowId, holders.get(0).id(), other), 403, "FORBIDDEN");
		}
		TestCalls.expectError(
				inTenant(operator, HttpMethod.GET, KEYS + "/" + escrowId + "/shares/" + holders.get(0).id(), null), 403,
				"FORBIDDEN");
		TestCalls.expectError(
				inTenant(operator, HttpMethod.GET, KEYS + "/" + escrowId + "/shares/" + operator.userId(), null), 403,
				"FORBIDDEN");
		TestCalls.expectError(inTenant(operator, HttpMethod.POST, ESCROW + "/recovery/initiate",
				"{\"escrowId\": \"%s\", \"reason\": \"x\"}".formatted(escrowId)), 403, "FORBIDDEN");
		TestCalls.expectError(this.scene.fetch(escrowId, admin.userId().toString(), admin), 404, "NOT_FOUND");
		TestCalls.expectError(this.scene.fetch(escrowId, holders.get(0).id(), this.tenants.owner()), 404, "NOT_FOUND");
		assertThat(this.scene.events("?escrowId=" + escrowId + "&eventType=share_fetch_refused"))
			.extracting((event) -> event.get("details").get("outcome").asString())
			.contains("denied")
			.doesNotContain("success");
		assertThat(this.scene.events("?escrowId=" + escrowId + "&eventType=share_fetched")).isEmpty();
		assertThat(this.scene.share(escrowId, holders.get(0))).isEqualTo(this.scene.share(escrowId, holders.get(0)));
	}

	private ResponseSpec inTenant(Account operator, HttpMethod method, String path, @Nullable String body) {
		WebTestClient.RequestBodySpec request = this.client.method(method)
			.uri(path)
			.header("Authorization", operator.bearer())
			.header("X-QNSP-Tenant-Id", this.scene.tenantId().toString());
		return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange()
				: request.exchange();
	}

	/**
	 * The agents keep their X-Wing keys in the KMS of another tenant, which decrypts a
	 * share as any other message to such a key.
	 */
	@Test
	void sharesAreEncryptedToXWingKeysToo() {
		List<Holder> holders = this.scene.unregistered(2);
		KeyCalls elsewhere = this.scene.as(this.tenants.owner());
		List<UUID> keys = new ArrayList<>();
		for (Holder holder : holders) {
			UUID key = elsewhere.create("X-Wing", "encryption");
			byte[] publicKey = EscrowScene
				.bytes(elsewhere.get(KeyCalls.KEYS + "/" + key + "/public-key?format=raw").get("publicKeyB64"));
			keys.add(key);
			this.owner.answer(this.owner.call("POST", ESCROW + "/agents",
					EscrowScene.registration(holder.id(), publicKey, "X-Wing")), 201);
		}
		UUID keyId = this.scene.key();
		String escrowId = this.scene.escrow(keyId, this.scene.policy(2, holders));
		String requestId = this.scene.initiate(escrowId, this.scene.owner(), "");
		for (int i = 0; i < 2; i++) {
			Holder holder = holders.get(i);
			JsonNode answer = this.owner.answer(this.scene.fetch(escrowId, holder.id(), holder.account()), 200);
			assertThat(answer.get("algorithm").asString()).isEqualTo("X-Wing");
			byte[] body = EscrowScene.bytes(answer.get("encryptedShare"));
			byte[] message = new byte[5 + body.length];
			message[0] = 1;
			message[4] = 1;
			System.arraycopy(body, 0, message, 5, body.length);
			byte[] share = EscrowScene.bytes(
					elsewhere
						.done(keys.get(i), "decrypt",
								"{\"ciphertextB64\": \"%s\", \"context\": \"%s\"}".formatted(base64(message),
										answer.get("associatedData").asString()))
						.get("plaintextB64"));
			this.owner.answer(this.scene.submit(requestId, share, holder.id(), holder.account()), 200);
		}
		this.owner.answer(this.scene.decide(requestId, "approve", this.scene.administrator()), 200);
		assertThat(this.scene.recovered(requestId)).hasSize(32);
	}

	@Test
	void aShareInClearIsFetchedOnceByTheWinnerOfManyFetches() {
		List<Holder> holders = this.scene.unregistered(2);
		String escrowId = this.scene.escrow(this.scene.key(), this.scene.policy(2, holders));
		String path = KEYS + "/" + escrowId + "/shares/" + holders.get(0).id();
		assertThat(status(HttpMethod.HEAD, path, holders.get(0).account())).isEqualTo(405);
		List<Integer> statuses = Flux.range(0, 12)
			.flatMap((i) -> WebClient.create("http://localhost:" + this.port)
				.get()
				.uri(path)
				.header("Authorization", holders.get(0).account().bearer())
				.exchangeToMono((answer) -> answer.releaseBody().thenReturn(answer.statusCode().value())), 12)
			.collectList()
			.block();
		assertThat(statuses).hasSize(12).containsOnlyOnce(200).containsOnly(200, 410);
		assertThat(this.system
			.query("SELECT count(*) AS kept FROM kms_escrow_share WHERE tenant_id = :tenant "
					+ "AND content IS NOT NULL")
			.bind("tenant", this.scene.tenantId())
			.one((row) -> Columns.required(row, "kept", Long.class))
			.block()).isEqualTo(1);
	}

	private int status(HttpMethod method, String path, Account account) {
		return this.client.method(method)
			.uri(path)
			.header("Authorization", account.bearer())
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
	}

	@Test
	void aChangedPolicyReachesLaterEscrowsOnly() {
		List<Holder> before = this.scene.registered(2);
		List<Holder> after = this.scene.registered(2);
		String policyId = this.scene.policy(2, before);
		String first = this.scene.escrow(this.scene.key(), policyId);
		this.owner.answer(this.owner.call("PATCH", ESCROW + "/policies/" + policyId, EscrowScene.changeBody(2, after)),
				200);
		String second = this.scene.escrow(this.scene.key(), policyId);
		TestCalls.expectError(this.scene.fetch(first, after.get(0).id(), after.get(0).account()), 404, "NOT_FOUND");
		TestCalls.expectError(this.scene.fetch(second, before.get(0).id(), before.get(0).account()), 404, "NOT_FOUND");
		assertThat(this.scene.share(first, before.get(0))).isNotEmpty();
		assertThat(this.scene.share(second, after.get(0))).isNotEmpty();
		JsonNode page = this.owner.get(KEYS + "?limit=1");
		assertThat(page.get("escrowedKeys").findValuesAsString("escrowId")).containsExactly(second);
		assertThat(this.owner.get(KEYS + "?limit=1&cursor=" + page.get("nextCursor").asString())
			.get("escrowedKeys")
			.findValuesAsString("escrowId")).containsExactly(first);
	}

	@Test
	void noTableAndNoEventHoldsAShareOrTheKeyInClear() {
		List<Holder> holders = new ArrayList<>(this.scene.registered(2));
		holders.addAll(this.scene.unregistered(1));
		UUID keyId = this.scene.key();
		String escrowId = this.scene.escrow(keyId, this.scene.policy(3, holders));
		String requestId = this.scene.initiate(escrowId, this.scene.owner(), "");
		List<byte[]> secrets = new ArrayList<>();
		for (Holder holder : holders) {
			byte[] share = this.scene.share(escrowId, holder);
			this.owner.answer(this.scene.submit(requestId, share, holder.id(), holder.account()), 200);
			// The value alone: what stands before it is public.
			secrets.add(Arrays.copyOfRange(share, share.length - 64, share.length));
		}
		assertHeldNowhere(secrets);
		this.owner.answer(this.scene.decide(requestId, "approve", this.scene.administrator()), 200);
		secrets.add(this.scene.recovered(requestId));
		assertHeldNowhere(secrets);
	}

	private void assertHeldNowhere(List<byte[]> secrets) {
		List<String> tables = this.system.query("""
				SELECT c.relname::text AS name FROM pg_class c
				JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
				WHERE c.relnamespace = to_regnamespace('qnsp') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
				""").all((row) -> Columns.text(row, "name")).collectList().block();
		assertThat(tables).contains("kms_escrow", "kms_escrow_share", "kms_escrow_recovery_share", "audit_event");
		assertThat(rowsThatHold("kms_escrow", fingerprint())).as("the search finds what is there").isEqualTo(1);
		for (String table : tables) {
			for (byte[] secret : secrets) {
				assertThat(rowsThatHold(table, secret)).as("rows of %s that hold a secret", table).isZero();
			}
		}
	}

	private byte[] fingerprint() {
		byte[] found = this.system.query("SELECT fingerprint FROM kms_escrow WHERE tenant_id = :tenant")
			.bind("tenant", this.scene.tenantId())
			.one((row) -> Columns.required(row, "fingerprint", byte[].class))
			.block();
		return (found != null) ? found : new byte[0];
	}

	/**
	 * Looks for hexadecimal digits, as a bytea is written, and for base64 wherever it
	 * begins.
	 */
	private long rowsThatHold(String table, byte[] secret) {
		Long found = this.system
			.query("SELECT count(*) AS found FROM " + table + " t WHERE t.tenant_id = :tenant AND (position(:hex in "
					+ "t::text) > 0 OR position(:first in t::text) > 0 OR position(:second in t::text) > 0 "
					+ "OR position(:third in t::text) > 0)")
			.bind("tenant", this.scene.tenantId())
			.bind("hex", HexFormat.of().formatHex(secret, 4, 28))
			.bind("first", part(secret, 0))
			.bind("second", part(secret, 1))
			.bind("third", part(secret, 2))
			.one((row) -> Columns.required(row, "found", Long.class))
			.block();
		return (found != null) ? found : -1;
	}

	private static String part(byte[] secret, int from) {
		return base64(Arrays.copyOfRange(secret, from, from + 24));
	}

}
