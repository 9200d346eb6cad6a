package io.qnsp.app.pipeline;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.Tier;
import io.qnsp.testing.calls.SampleController;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.client.WebClient;

import static io.qnsp.app.pipeline.PipelineCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;

@PipelineTest
class IdempotencyIT {

	@Autowired
	private TestTenants tenants;

	@Autowired
	private PipelineCalls calls;

	@Autowired
	private SampleController samples;

	@LocalServerPort
	private int port;

	private Account owner;

	private String name;

	@BeforeEach
	void makeTenant() {
		this.owner = this.tenants.owner(Tier.ENTERPRISE_ELITE);
		this.name = "work-" + this.owner.tenantId();
	}

	@Test
	void repeatsTheFirstAnswerWithoutTheWork() {
		EntityExchangeResult<byte[]> first = change("key", order(0)).expectStatus()
			.isCreated()
			.expectHeader()
			.doesNotExist("x-idempotency-replayed")
			.expectBody()
			.returnResult();
		EntityExchangeResult<byte[]> second = change("key", order(0)).expectStatus()
			.isCreated()
			.expectHeader()
			.valueEquals("x-idempotency-replayed", "true")
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectHeader()
			.exists("X-RateLimit-Limit")
			.expectHeader()
			.exists("X-Request-Id")
			.expectHeader()
			.valueEquals("X-Content-Type-Options", "nosniff")
			.expectBody()
			.returnResult();
		assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
		assertThat(this.samples.timesDone(this.name)).isEqualTo(1);
		assertThat(this.calls.events(this.owner.tenantId())).hasSize(2)
			.allMatch((event) -> event.equals("testing.change.make success 201"));
	}

	@Test
	void refusesTheKeyForAnotherBodyPathOrQuery() {
		change("key", order(0)).expectStatus().isCreated().expectBody();
		refused(change("key", order(1)), 422, "IDEMPOTENCY_KEY_REUSED");
		refused(this.calls.call(this.owner, "POST", "/testing/quota", order(0), "Idempotency-Key", "key"), 422,
				"IDEMPOTENCY_KEY_REUSED");
		refused(this.calls.call(this.owner, "POST", "/testing/change?x=1", order(0), "Idempotency-Key", "key"), 422,
				"IDEMPOTENCY_KEY_REUSED");
		assertThat(this.samples.timesDone(this.name)).isEqualTo(1);
	}

	@Test
	void keepsTheKeysOfCallersApart() {
		Account other = this.tenants.member(this.owner.tenantId(), Role.DEVELOPER);
		change("key", order(0)).expectStatus().isCreated().expectBody();
		this.calls.call(other, "POST", "/testing/change", order(0), "Idempotency-Key", "key")
			.expectStatus()
			.isCreated()
			.expectHeader()
			.doesNotExist("x-idempotency-replayed")
			.expectBody();
		assertThat(this.samples.timesDone(this.name)).isEqualTo(2);
	}

	@Test
	void doesTheWorkOfConcurrentCallsOnce() {
		WebClient client = WebClient.create("http://127.0.0.1:" + this.calls.port());
		List<String> answers = Flux.range(0, 20)
			.flatMap((n) -> client.post()
				.uri("/testing/change")
				.header("Authorization", this.owner.bearer())
				.header("Idempotency-Key", "concurrent")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(order(0))
				.exchangeToMono((answer) -> answer.bodyToMono(String.class)
					.map((body) -> answer.statusCode().value() + " " + body)), 20)
			.collectList()
			.block();
		assertThat(answers).hasSize(20).allMatch((answer) -> answer.startsWith("201 "));
		assertThat(answers.stream().distinct()).hasSize(1);
		assertThat(this.samples.timesDone(this.name)).isEqualTo(1);
	}

	@Test
	void givesTheFirstAnswerToNoOtherCredentialOfTheSameUser() {
		change("key", order(0)).expectStatus().isCreated().expectBody();
		Account narrow = this.tenants.key(this.owner.tenantId(), this.owner.userId(), List.of("write:testing"), null,
				Role.OWNER);
		refused(this.calls.call(narrow, "POST", "/testing/change", order(0), "Idempotency-Key", "key"), 422,
				"IDEMPOTENCY_KEY_REUSED");
		assertThat(this.samples.timesDone(this.name)).isEqualTo(1);
	}

	@Test
	void keepsNoFailure() {
		String failing = "{\"name\": \"%s\", \"fail\": true}".formatted(this.name);
		refused(change("key", failing), 409, "CONFLICT");
		assertThat(rows()).isZero();
		refused(change("key", failing), 409, "CONFLICT");
		change("key", order(0)).expectStatus().isCreated().expectBody();
		assertThat(this.samples.timesDone(this.name)).isEqualTo(3);
	}

	@Test
	void keepsSecretsSealed() {
		change("key", order(0)).expectStatus().isCreated().expectBody();
		byte[] stored = this.calls.database()
			.sql("SELECT answer FROM idempotent_answer WHERE tenant_id = ?")
			.param(this.owner.tenantId())
			.query(byte[].class)
			.single();
		assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret", "times", "tenantId");
	}

	@Test
	void changesNothingWhenTheAnswerIsTooLargeToKeep() {
		refused(change("key", order(2 * 1024 * 1024)), 422, "UNPROCESSABLE_ENTITY")
			.jsonPath("$.details['Idempotency-Key']")
			.exists();
		assertThat(rows()).isZero();
	}

	@Test
	void repeatsAnAnswerThatIsTooLargeToBeSealedOnTheEventLoop() {
		byte[] first = change("key", order(200_000)).expectStatus()
			.isCreated()
			.expectBody()
			.returnResult()
			.getResponseBody();
		assertThat(first).hasSizeGreaterThan(200_000);
		assertThat(
				change("key", order(200_000)).expectStatus().isCreated().expectBody().returnResult().getResponseBody())
			.isEqualTo(first);
		assertThat(this.samples.timesDone(this.name)).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Other: 1", "Idempotency-Key: slow" })
	void doesNotWaitForABodyForEver(String header) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write("""
					POST /testing/change HTTP/1.1\r
					Host: localhost\r
					Authorization: Bearer %s\r
					Content-Type: application/json\r
					Content-Length: 1000\r
					%s\r
					\r
					{""".formatted(this.owner.key(), header).getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.isEqualTo("HTTP/1.1 503");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "with space", "0" })
	void readsOnlyPrintableKeysOfOneTo255Characters(String given) {
		String key = given.equals("0") ? "x".repeat(256) : given;
		refused(change(key, order(0)), 400, "BAD_REQUEST");
		assertThat(this.samples.timesDone(this.name)).isZero();
		change("x".repeat(255), order(0)).expectStatus().isCreated().expectBody();
	}

	@Test
	void boundsTheBodyThatItComparesToo() {
		refused(change("key", order(0) + " ".repeat(2 << 20)), 413, "PAYLOAD_TOO_LARGE");
	}

	@Test
	void takesAKeyWithTheQuotaUnit() {
		for (int i = 0; i < 2; i++) {
			this.calls.call(this.owner, "POST", "/testing/quota", order(0), "Idempotency-Key", "key")
				.expectStatus()
				.isOk()
				.expectBody();
		}
		assertThat(this.calls.used(this.owner.tenantId(), "kms.keys")).isEqualTo(1);
	}

	@Test
	void replaysWhenTheQuotaIsUsedUpMeanwhile() {
		Account small = this.tenants.owner(Tier.FREE);
		this.calls.call(small, "POST", "/testing/quota", order(0), "Idempotency-Key", "key")
			.expectStatus()
			.isOk()
			.expectBody();
		this.calls.database()
			.sql("UPDATE quota_usage SET used = 20 WHERE tenant_id = ?")
			.param(small.tenantId())
			.update();
		this.calls.call(small, "POST", "/testing/quota", order(0), "Idempotency-Key", "key")
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("x-idempotency-replayed", "true")
			.expectBody();
	}

	private ResponseSpec change(String key, String body) {
		return this.calls.call(this.owner, "POST", "/testing/change", body, "Idempotency-Key", key);
	}

	private String order(int size) {
		return "{\"name\": \"%s\", \"size\": %d}".formatted(this.name, size);
	}

	private long rows() {
		return this.calls.database()
			.sql("SELECT count(*) FROM idempotent_answer WHERE tenant_id = ?")
			.param(this.owner.tenantId())
			.query(Long.class)
			.single();
	}

}
