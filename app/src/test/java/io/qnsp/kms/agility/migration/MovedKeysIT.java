package io.qnsp.kms.agility.migration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.agility.AgilityCalls;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What keys can do after a plan has moved them.
 */
@QnspServerTest
class MovedKeysIT {

	private static final String PLAN = """
			{"name": "to ML", "targetAlgorithms": {"signing": "ML-DSA-65", "encryption": "ML-KEM-768",
			 "keyExchange": "ML-KEM-768"}}""";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private CryptoEngine engine;

	@Autowired
	private JsonMapper json;

	private void migrate(Account owner, int keys) {
		String planId = AgilityCalls.plan(this.client, owner, PLAN);
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		JsonNode plan = AgilityCalls.await(this.client, owner, planId, "completed");
		assertThat(plan.path("progress").path("keysMigrated").asInt()).as(plan.toString()).isEqualTo(keys);
	}

	@Test
	void signaturesOfEarlierVersionsStayValidAndNewOnesAreQuantumSafe() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		for (String algorithm : new String[] { "RSA-3072", "ECDSA-P256", "Ed25519" }) {
			kms.create(algorithm, "signing");
		}
		JsonNode keys = kms.get("/kms/v1/keys").path("items");
		UUID[] ids = keys.valueStream().map(KeyCalls::id).toArray(UUID[]::new);
		String[] before = new String[ids.length];
		for (int i = 0; i < ids.length; i++) {
			before[i] = kms.sign(ids[i], "contract");
		}
		migrate(owner, 3);
		for (int i = 0; i < ids.length; i++) {
			assertThat(kms.verify(ids[i], "contract", before[i])).isTrue();
			assertThat(kms.verify(ids[i], "contracts", before[i])).isFalse();
			JsonNode after = kms.done(ids[i], "sign", "{\"dataB64\": \"%s\"}".formatted(KeyCalls.base64("contract")));
			assertThat(after.path("algorithm").asString()).isEqualTo("ML-DSA-65");
			assertThat(after.path("keyVersion").asInt()).isEqualTo(2);
			assertThat(Base64.getDecoder().decode(after.path("signatureB64").asString()))
				.hasSize(Algorithm.ML_DSA_65.sizes().output());
			assertThat(kms.verify(ids[i], "contract", after.path("signatureB64").asString())).isTrue();
		}
	}

	@Test
	void ciphertextsOfEarlierVersionsOpenAndCanBeProtectedAnew() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		for (String algorithm : new String[] { "RSA-3072", "ECDH-P256", "X25519" }) {
			kms.create(algorithm, "encryption");
		}
		UUID[] ids = kms.get("/kms/v1/keys").path("items").valueStream().map(KeyCalls::id).toArray(UUID[]::new);
		String[] before = new String[ids.length];
		for (int i = 0; i < ids.length; i++) {
			before[i] = kms.encrypt(ids[i], "secret");
		}
		migrate(owner, 3);
		for (int i = 0; i < ids.length; i++) {
			assertThat(kms.decrypt(ids[i], before[i])).isEqualTo("secret");
			JsonNode anew = kms.done(ids[i], "reencrypt", "{\"ciphertextB64\": \"%s\"}".formatted(before[i]));
			assertThat(anew.path("algorithm").asString()).isEqualTo("ML-KEM-768");
			assertThat(kms.decrypt(ids[i], anew.path("ciphertextB64").asString())).isEqualTo("secret");
			assertThat(kms.decrypt(ids[i], kms.encrypt(ids[i], "more"))).isEqualTo("more");
		}
	}

	@Test
	void importedRsa2048KeysAreMovedAwayAndStillVerify() throws GeneralSecurityException {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		KeyPair pair = generator.generateKeyPair();
		UUID key = imported(kms, pair.getPrivate().getEncoded());
		Signature signer = Signature.getInstance("RSASSA-PSS");
		signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		signer.initSign(pair.getPrivate());
		signer.update("old invoice".getBytes(StandardCharsets.UTF_8));
		String old = Base64.getEncoder().encodeToString(signer.sign());
		assertThat(kms.verify(key, "old invoice", old)).isTrue();
		TestCalls.expectError(kms.post(key, "sign", "{\"dataB64\": \"AAAA\"}"), 422, "UNPROCESSABLE_ENTITY");
		migrate(owner, 1);
		assertThat(kms.verify(key, "old invoice", old)).isTrue();
		assertThat(kms.verify(key, "new invoice", kms.sign(key, "new invoice"))).isTrue();
		assertThat(kms.get("/kms/v1/keys/" + key).path("algorithm").asString()).isEqualTo("ML-DSA-65");
	}

	private UUID imported(KeyCalls kms, byte[] pkcs8) {
		JsonNode importKey = this.json
			.readTree(TestCalls.body(kms.call("POST", "/kms/v1/byok/import-keys", "{}"), 201));
		String importKeyId = importKey.path("importKeyId").asString();
		byte[] wrapped = Objects.requireNonNull(this.engine.hybridEncryption()
			.encrypt(Algorithm.ML_KEM_768, Base64.getDecoder().decode(importKey.path("publicKeyB64").asString()), pkcs8,
					importKeyId.getBytes(StandardCharsets.US_ASCII))
			.block());
		return KeyCalls.id(
				this.json.readTree(
						TestCalls.body(
								kms.call("POST", "/kms/v1/byok/import",
										"""
												{"algorithm": "RSA-2048", "purpose": "signing", "importKeyId": "%s", "wrappedKeyB64": "%s"}"""
											.formatted(importKeyId, Base64.getEncoder().encodeToString(wrapped))),
								201)));
	}

}
