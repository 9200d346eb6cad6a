package io.qnsp.kms.agility.migration.run;

import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.job.Job;
import io.qnsp.core.job.JobCompletion;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import io.qnsp.kms.agility.AgilityCalls;
import io.qnsp.kms.keys.KeyCalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.qnsp.kms.agility.AgilityCalls.PLANS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What happens between the making of a key's next version and its storing. The plans of
 * these tests wait for a day far away, so that nobody but the test does their jobs.
 */
@QnspServerTest
class MigrationJobIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private MigrationJob job;

	@Autowired
	private Transactions transactions;

	@Autowired
	private Ids ids;

	private String plan(Account owner) {
		String planId = AgilityCalls.plan(this.client, owner, """
				{"name": "by hand", "targetAlgorithms": {"signing": "ML-DSA-65"},
				 "schedule": {"startDate": "2099-01-01T00:00:00Z"}}""");
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		return planId;
	}

	private Job turn(Account owner, String planId, int run) {
		return new Job(this.ids.next(), owner.tenantId(), this.job.kind(),
				new Turn(UUID.fromString(planId), run, 0).payload(), 1);
	}

	private @Nullable JobCompletion prepare(Account owner, Job turn) {
		return this.job.run(turn).contextWrite(TenantContext.with(owner.tenantId())).block();
	}

	private void write(Account owner, Mono<Void> completion) {
		this.transactions.inTransaction(completion).contextWrite(TenantContext.with(owner.tenantId())).block();
	}

	private JsonNode progress(Account owner, String planId) {
		return AgilityCalls.get(this.client, PLANS + "/" + planId, owner).path("progress");
	}

	private int version(Account owner, UUID key) {
		return AgilityCalls.get(this.client, "/kms/v1/keys/" + key, owner).path("version").asInt();
	}

	@Test
	void whatWasMadeBeforeAPauseIsDroppedAfterIt() {
		Account owner = this.tenants.owner();
		UUID key = new KeyCalls(this.client, owner).create("ECDSA-P256", "signing");
		String planId = plan(owner);
		JobCompletion prepared = Objects.requireNonNull(prepare(owner, turn(owner, planId, 1)));
		AgilityCalls.become(this.client, owner, planId, "paused", 200);
		write(owner, prepared.write());
		assertThat(version(owner, key)).isOne();
		assertThat(progress(owner, planId).path("keysPending").asInt()).isOne();
		AgilityCalls.become(this.client, owner, planId, "active", 200);
		// A resumed plan has a job of its own: the one before the pause stays dropped.
		write(owner, prepared.write());
		assertThat(prepare(owner, turn(owner, planId, 1))).isNull();
		assertThat(version(owner, key)).isOne();
		write(owner, Objects.requireNonNull(prepare(owner, turn(owner, planId, 2))).write());
		assertThat(version(owner, key)).isEqualTo(2);
		assertThat(AgilityCalls.get(this.client, PLANS + "/" + planId, owner).path("status").asString())
			.isEqualTo("completed");
	}

	@Test
	void whatWasMadeBeforeACancellationIsDroppedAfterIt() {
		Account owner = this.tenants.owner();
		UUID key = new KeyCalls(this.client, owner).create("ECDSA-P256", "signing");
		String planId = plan(owner);
		JobCompletion prepared = Objects.requireNonNull(prepare(owner, turn(owner, planId, 1)));
		AgilityCalls.become(this.client, owner, planId, "cancelled", 200);
		write(owner, prepared.write());
		assertThat(version(owner, key)).isOne();
		assertThat(this.calls.events(owner.tenantId(), "kms.key.upgrade")).isEmpty();
	}

	@Test
	void aKeyThatChangedMeanwhileIsLeftAloneAndTriedAgain() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		UUID key = kms.create("ECDSA-P256", "signing");
		String planId = plan(owner);
		JobCompletion prepared = Objects.requireNonNull(prepare(owner, turn(owner, planId, 1)));
		kms.done(key, "rotate", "{}");
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> write(owner, prepared.write()));
		assertThat(version(owner, key)).isEqualTo(2);
		assertThat(progress(owner, planId).path("keysPending").asInt()).isOne();
		write(owner, Objects.requireNonNull(prepare(owner, turn(owner, planId, 1))).write());
		assertThat(version(owner, key)).isEqualTo(3);
		assertThat(progress(owner, planId).path("keysMigrated").asInt()).isOne();
	}

	@Test
	void theSameTurnTwiceMovesTheKeyOnce() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		kms.create("ECDSA-P256", "signing");
		kms.create("ECDSA-P256", "signing");
		String planId = plan(owner);
		write(owner, Objects.requireNonNull(prepare(owner, turn(owner, planId, 1))).write());
		assertThat(prepare(owner, turn(owner, planId, 1))).isNull();
		assertThat(progress(owner, planId).path("keysMigrated").asInt()).isOne();
		assertThat(progress(owner, planId).path("keysPending").asInt()).isOne();
	}

	@Test
	void aKeyThatIsThereAlreadyIsSkipped() {
		Account owner = this.tenants.owner();
		KeyCalls kms = new KeyCalls(this.client, owner);
		UUID key = kms.create("ECDSA-P256", "signing");
		String planId = plan(owner);
		kms.done(key, "upgrade", "{\"algorithm\": \"ML-DSA-65\"}");
		write(owner, Objects.requireNonNull(prepare(owner, turn(owner, planId, 1))).write());
		assertThat(version(owner, key)).isEqualTo(2);
		assertThat(progress(owner, planId).path("keysSkipped").asInt()).isOne();
	}

	@Test
	void aJobThatIsGivenUpBlocksItsKeyAndThePlanGoesOn() {
		Account owner = this.tenants.owner();
		new KeyCalls(this.client, owner).create("ECDSA-P256", "signing");
		String planId = plan(owner);
		write(owner, this.job.failed(turn(owner, planId, 1), "it was tried 5 times and never finished"));
		JsonNode plan = AgilityCalls.get(this.client, PLANS + "/" + planId, owner);
		assertThat(plan.path("status").asString()).isEqualTo("completed");
		assertThat(plan.path("blockedKeys").path(0).path("reason").asString()).contains("never finished");
		assertThat(this.calls.events(owner.tenantId(), "kms.migration_plan.block_key")).hasSize(1);
	}

}
