package io.qnsp.app.pipeline;

import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.tenant.Tier;
import io.qnsp.testing.calls.SampleController;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import static io.qnsp.app.pipeline.PipelineCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;

@PipelineTest
class QuotaIT {

	private static final int LIMIT = 20;

	private static final String RESOURCE = "kms.keys";

	@Autowired
	private TestTenants tenants;

	@Autowired
	private PipelineCalls calls;

	@Autowired
	private SampleController samples;

	@Test
	void takesOneUnitForASuccessAndNoneForAFailure() {
		Account owner = this.tenants.owner(Tier.FREE);
		this.calls.call(owner, "POST", "/testing/quota", order(false)).expectStatus().isOk().expectBody();
		assertThat(this.calls.used(owner.tenantId(), RESOURCE)).isEqualTo(1);
		refused(this.calls.call(owner, "POST", "/testing/quota", order(true)), 409, "CONFLICT");
		assertThat(this.calls.used(owner.tenantId(), RESOURCE)).isEqualTo(1);
		assertThat(this.calls.events(owner.tenantId())).containsExactly("testing.quota.use success 200",
				"testing.quota.use failure 409 CONFLICT");
	}

	@Test
	void refusesTheCallThatFindsTheQuotaUsedUpAndDoesNotDoItsWork() {
		Account owner = this.tenants.owner(Tier.FREE);
		fill(owner.tenantId(), LIMIT);
		String name = UUID.nameUUIDFromBytes(owner.key().getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
		refused(this.calls.call(owner, "POST", "/testing/quota", "{\"name\": \"%s\"}".formatted(name)), 403,
				"QUOTA_EXCEEDED")
			.jsonPath("$.details.resource")
			.isEqualTo(RESOURCE)
			.jsonPath("$.details.used")
			.isEqualTo(LIMIT)
			.jsonPath("$.details.limit")
			.isEqualTo(LIMIT);
		assertThat(this.samples.timesDone(name)).isZero();
		this.calls.left(owner.tenantId(), "testing.quota.use denied 403 QUOTA_EXCEEDED");
	}

	@Test
	void neverExceedsTheLimitUnderConcurrency() {
		Account owner = this.tenants.owner(Tier.FREE);
		fill(owner.tenantId(), LIMIT - 5);
		WebClient client = WebClient.create("http://127.0.0.1:" + this.calls.port());
		List<Integer> statuses = Flux.range(0, 25)
			.flatMap((n) -> client.post()
				.uri("/testing/quota")
				.header("Authorization", owner.bearer())
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(order(false))
				.exchangeToMono((answer) -> answer.releaseBody().thenReturn(answer.statusCode().value())), 25)
			.collectList()
			.block();
		assertThat(statuses).hasSize(25).filteredOn((status) -> status == 200).hasSize(5);
		assertThat(statuses).filteredOn((status) -> status == 403).hasSize(20);
		assertThat(this.calls.used(owner.tenantId(), RESOURCE)).isEqualTo(LIMIT);
	}

	@Test
	void hasNoLimitInTheLargestTier() {
		Account owner = this.tenants.owner(Tier.ENTERPRISE_ELITE);
		fill(owner.tenantId(), 1_000_000);
		this.calls.call(owner, "POST", "/testing/quota", order(false)).expectStatus().isOk().expectBody();
		assertThat(this.calls.used(owner.tenantId(), RESOURCE)).isEqualTo(1_000_001);
	}

	private void fill(UUID tenantId, long used) {
		this.calls.database()
			.sql("INSERT INTO quota_usage (tenant_id, resource, period_start, used) VALUES (?, ?, DATE '1970-01-01', ?)")
			.param(tenantId)
			.param(RESOURCE)
			.param(used)
			.update();
	}

	private static String order(boolean fail) {
		return "{\"name\": \"quota\", \"fail\": %s}".formatted(fail);
	}

}
