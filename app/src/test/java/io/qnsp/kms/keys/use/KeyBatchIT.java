package io.qnsp.kms.keys.use;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class KeyBatchIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@ParameterizedTest
	@ValueSource(strings = { "AES-256-GCM", "ML-KEM-768" })
	void whatABatchEncryptsABatchDecryptsInTheSameOrder(String algorithm) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, "encryption");
		int count = 100;
		JsonNode encrypted = kms.done(key, "encrypt/batch",
				batch(count, (i) -> "{\"plaintextB64\": \"%s\"}".formatted(KeyCalls.base64("item " + i))));
		assertThat(encrypted.get("failed").asLong()).isZero();
		JsonNode decrypted = kms.done(key, "decrypt/batch", batch(count,
				(i) -> "{\"ciphertextB64\": %s}".formatted(encrypted.get("results").get(i).get("ciphertextB64"))));
		for (int i = 0; i < count; i++) {
			assertThat(KeyCalls.text(decrypted.get("results").get(i).get("plaintextB64").asString()))
				.isEqualTo("item " + i);
		}
		assertThat(this.calls.events(kms.account().tenantId(), "kms.key.encrypt_batch")).singleElement()
			.asString()
			.contains("\"operations\": " + count, "\"bytes\": 690");
	}

	@ParameterizedTest
	@CsvSource({ "ML-DSA-44,signing", "HMAC-SHA-256,mac", "Ed25519,signing" })
	void eachItemHasItsOwnResult(String algorithm, String purpose) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, purpose);
		JsonNode signed = kms.done(key, "sign/batch", """
				{"items": [{"dataB64": "AAAA"}, {"dataB64": "!"}, {}, {"dataB64": "AAAA", "context": "%s"}]}"""
			.formatted("x".repeat(300)));
		assertThat(signed.get("failed").asLong()).isEqualTo(3);
		JsonNode results = signed.get("results");
		String signature = results.get(0).get("signatureB64").asString();
		assertThat(results.get(0).has("error")).isFalse();
		assertThat(results.get(1).get("error").get("code").asString()).isEqualTo("BAD_REQUEST");
		assertThat(results.get(2).get("error").get("details").get("dataB64").asString()).startsWith("missing");
		assertThat(results.get(3).get("error").get("code").asString()).isEqualTo("BAD_REQUEST");
		JsonNode verified = kms.done(key, "verify/batch", """
				{"items": [{"dataB64": "AAAA", "signatureB64": "%1$s"}, {"dataB64": "AAAB", "signatureB64": "%1$s"},
				{"dataB64": "AAAA", "signatureB64": "%1$s", "keyVersion": 1},
				{"dataB64": "AAAA", "signatureB64": "%1$s", "keyVersion": 2},
				{"dataB64": "AAAA", "signatureB64": "%1$s", "keyVersion": 0}]}""".formatted(signature));
		results = verified.get("results");
		assertThat(results.get(0).get("valid").asBoolean()).isTrue();
		assertThat(results.get(1).get("valid").asBoolean()).isFalse();
		assertThat(results.get(2).get("valid").asBoolean()).isTrue();
		assertThat(results.get(3).get("error").get("code").asString()).isEqualTo("NOT_FOUND");
		assertThat(results.get(4).get("error").get("code").asString()).isEqualTo("NOT_FOUND");
	}

	@ParameterizedTest
	@CsvSource({ "AES-256-GCM", "X-Wing" })
	void aBatchOpensWhatSeveralVersionsProtect(String algorithm) {
		KeyCalls kms = calls();
		UUID key = kms.create(algorithm, "encryption");
		String first = kms.encrypt(key, "first");
		kms.done(key, "rotate", null);
		String second = kms.encrypt(key, "second");
		byte[] foreign = Base64.getDecoder().decode(first);
		foreign[4] = 9;
		JsonNode results = kms
			.done(key, "decrypt/batch",
					"""
							{"items": [{"ciphertextB64": "%1$s"}, {"ciphertextB64": "%2$s"}, {"ciphertextB64": "%3$s"},
							{"ciphertextB64": "%1$s", "context": "other"}, {"ciphertextB64": "AAAA"}, {"ciphertextB64": "%1$s"}]}"""
						.formatted(second, first, Base64.getEncoder().encodeToString(foreign)))
			.get("results");
		assertThat(KeyCalls.text(results.get(0).get("plaintextB64").asString())).isEqualTo("second");
		assertThat(KeyCalls.text(results.get(1).get("plaintextB64").asString())).isEqualTo("first");
		for (int failed : new int[] { 2, 3, 4 }) {
			assertThat(results.get(failed).get("error").get("message").asString())
				.isEqualTo("can't be decrypted with this key and associated data");
		}
		assertThat(KeyCalls.text(results.get(5).get("plaintextB64").asString())).isEqualTo("second");
	}

	@Test
	void verificationWithoutAVersionFindsTheOlderOnes() {
		KeyCalls kms = calls();
		for (String[] kind : new String[][] { { "HMAC-SHA-256", "mac" }, { "ML-DSA-44", "signing" } }) {
			UUID key = kms.create(kind[0], kind[1]);
			String old = kms.sign(key, "x");
			kms.done(key, "rotate", null);
			String fresh = kms.sign(key, "x");
			JsonNode results = kms
				.done(key, "verify/batch",
						"""
								{"items": [{"dataB64": "%1$s", "signatureB64": "%2$s"}, {"dataB64": "%1$s", "signatureB64": "%3$s"},
								{"dataB64": "AAAA", "signatureB64": "%3$s"}]}"""
							.formatted(KeyCalls.base64("x"), old, fresh))
				.get("results");
			assertThat(results.findValuesAsString("keyVersion")).startsWith("1", "2");
			assertThat(results.get(0).get("valid").asBoolean()).isTrue();
			assertThat(results.get(1).get("valid").asBoolean()).isTrue();
			assertThat(results.get(2).get("valid").asBoolean()).isFalse();
		}
	}

	@Test
	void slowBatchesTakeTurnsAndAreBounded() {
		KeyCalls kms = calls();
		UUID key = kms.create("SLH-DSA-SHA2-128f", "signing");
		String twenty = batch(20, (i) -> "{\"dataB64\": \"AAAA\"}");
		List<Long> failed = Flux.range(0, 3)
			.flatMap((i) -> Mono.fromCallable(() -> kms.done(key, "sign/batch", twenty).get("failed").asLong())
				.subscribeOn(Schedulers.boundedElastic()))
			.collectList()
			.block(Duration.ofSeconds(60));
		assertThat(failed).containsExactly(0L, 0L, 0L);
		TestCalls.expectError(kms.post(key, "sign/batch", batch(101, (i) -> "{\"dataB64\": \"AAAA\"}")), 422,
				"UNPROCESSABLE_ENTITY");
		UUID small = kms.create("SLH-DSA-SHA2-128s", "signing");
		TestCalls.expectError(kms.post(small, "sign/batch", batch(11, (i) -> "{\"dataB64\": \"AAAA\"}")), 422,
				"UNPROCESSABLE_ENTITY");
	}

	@Test
	void aBatchHasOneTo500Items() {
		KeyCalls kms = calls();
		UUID key = kms.create("HMAC-SHA-256", "mac");
		assertThat(kms.done(key, "sign/batch", batch(500, (i) -> "{\"dataB64\": \"AAAA\"}")).get("results"))
			.hasSize(500);
		for (String body : new String[] { batch(501, (i) -> "{\"dataB64\": \"AAAA\"}"), "{\"items\": []}", "{}",
				"{\"items\": [null]}", "{\"items\": {}}" }) {
			TestCalls.expectError(kms.post(key, "sign/batch", body), 400, "BAD_REQUEST");
		}
		TestCalls.expectError(calls().post(key, "sign/batch", batch(1, (i) -> "{\"dataB64\": \"AAAA\"}")), 404,
				"NOT_FOUND");
	}

	private static String batch(int count, IntFunction<String> item) {
		return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(", ", "{\"items\": [", "]}"));
	}

	private KeyCalls calls() {
		return new KeyCalls(this.client, this.tenants.owner());
	}

}
