package io.qnsp.core.job;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.Events;
import io.qnsp.core.journal.JournalFixture;
import io.qnsp.core.journal.TestPostgres;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.r2dbc.pool.ConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class JobRunnerTests {

	private static final String KIND = "probe";

	private static final Duration IDLE = Duration.ofMillis(50);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<JobRunner> runners = new ArrayList<>();

	private TestPostgres postgres;

	private ConnectionPool pool;

	private Sql tenant;

	private Transactions transactions;

	private JobQueue queue;

	@BeforeEach
	void open() {
		this.postgres = TestPostgres.shared();
		this.postgres.execute("CREATE TABLE IF NOT EXISTS qnsp.job_result (job_id uuid)", "TRUNCATE qnsp.job_result",
				"GRANT SELECT, INSERT ON qnsp.job_result TO qnsp_app");
		this.pool = this.postgres.tenantPool(Events.TENANT, 12);
		this.tenant = new Sql(this.pool, Duration.ofSeconds(10));
		this.transactions = new Transactions(this.pool);
		this.queue = new JobQueue(this.tenant, new Ids(Clock.systemUTC()));
	}

	@AfterEach
	void close() {
		this.runners.forEach(JobRunner::stop);
		this.pool.dispose();
	}

	private final class Probe implements JobHandler {

		final Queue<Job> runs = new ConcurrentLinkedQueue<>();

		final Queue<String> failures = new ConcurrentLinkedQueue<>();

		final AtomicInteger newsToRefuse = new AtomicInteger();

		private final Function<Job, Mono<Void>> work;

		Probe(Function<Job, Mono<Void>> work) {
			this.work = work;
		}

		@Override
		public String kind() {
			return KIND;
		}

		@Override
		public Mono<JobCompletion> run(Job job) {
			this.runs.add(job);
			return this.work.apply(job)
				.thenReturn(() -> JobRunnerTests.this.tenant.query("INSERT INTO job_result (job_id) VALUES (:id)")
					.bind("id", job.jobId())
					.update()
					.then());
		}

		@Override
		public Mono<Void> failed(Job job, String reason) {
			this.failures.add(reason);
			return (this.newsToRefuse.getAndDecrement() > 0) ? Mono.error(new IllegalStateException("refused"))
					: Mono.empty();
		}

	}

	private JobRunner start(Probe probe, Duration lease) {
		JobSettings settings = new JobSettings(2, IDLE, lease, Duration.ofSeconds(20), 3, Duration.ofMillis(10),
				Duration.ofMillis(50));
		JobRunner runner = new JobRunner(List.of(probe), this.queue, this.postgres.system(), this.tenant,
				this.transactions, settings, this.meters);
		this.runners.add(runner);
		runner.start();
		return runner;
	}

	private JobRunner start(Probe probe) {
		return start(probe, Duration.ofSeconds(30));
	}

	private void enqueue(int jobs) {
		Mono<Void> work = Flux.range(0, jobs)
			.concatMap((i) -> this.queue.enqueue(Events.TENANT, KIND, "payload-" + i))
			.then();
		StepVerifier.create(this.transactions.inTransaction(work)).verifyComplete();
	}

	private long jobs() {
		return this.postgres.count("SELECT count(*) FROM qnsp.job");
	}

	private long results() {
		return this.postgres.count("SELECT count(*) FROM qnsp.job_result");
	}

	private void expireLeases() {
		this.postgres.execute("UPDATE qnsp.job SET due_at = now()");
	}

	@Test
	void doesEachJobOnceWithTwoRunners() {
		Probe first = new Probe((job) -> Mono.empty());
		Probe second = new Probe((job) -> Mono.empty());
		start(first);
		start(second);
		enqueue(60);
		JournalFixture.until(() -> jobs() == 0);
		assertThat(results()).isEqualTo(60);
		assertThat(this.postgres.count("SELECT count(DISTINCT job_id) FROM qnsp.job_result")).isEqualTo(60);
		assertThat(first.runs.size() + second.runs.size()).isEqualTo(60);
	}

	@Test
	void handsTheTenantAndThePayloadToTheHandler() {
		Probe probe = new Probe((job) -> Mono.empty());
		start(probe);
		enqueue(1);
		JournalFixture.until(() -> jobs() == 0);
		assertThat(probe.runs).singleElement().satisfies((job) -> {
			assertThat(job.tenantId()).isEqualTo(Events.TENANT);
			assertThat(job.kind()).isEqualTo(KIND);
			assertThat(job.payload()).isEqualTo("payload-0");
			assertThat(job.attempt()).isOne();
		});
		assertThat(this.meters.get("qnsp.jobs").tag("kind", KIND).tag("outcome", "done").timer().count()).isOne();
	}

	@Test
	void hasNoJobWhenTheTransactionIsRolledBack() {
		Mono<Void> work = this.queue.enqueue(Events.TENANT, KIND, "")
			.then(Mono.error(new IllegalStateException("rolled back")));
		StepVerifier.create(this.transactions.inTransaction(work)).verifyErrorMessage("rolled back");
		assertThat(jobs()).isZero();
	}

	@Test
	void refusesToEnqueueOutsideOfATransaction() {
		StepVerifier.create(this.queue.enqueue(Events.TENANT, KIND, "")).verifyErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("outside of a transaction");
		});
		assertThat(jobs()).isZero();
	}

	@Test
	void leavesJobsOfAnUnknownKindAlone() {
		Probe probe = new Probe((job) -> Mono.empty());
		StepVerifier.create(this.transactions.inTransaction(this.queue.enqueue(Events.TENANT, "other-kind", "").then()))
			.verifyComplete();
		start(probe);
		enqueue(1);
		JournalFixture.until(() -> results() == 1);
		assertThat(jobs()).isOne();
		assertThat(probe.runs).hasSize(1);
	}

	@Test
	void takesOverTheJobOfADeadRunner() {
		Probe dying = new Probe((job) -> Mono.never());
		JobRunner first = start(dying);
		enqueue(1);
		JournalFixture.until(() -> dying.runs.size() == 1);
		first.stop();
		Probe surviving = new Probe((job) -> Mono.empty());
		start(surviving);
		assertThat(jobs()).isOne();
		expireLeases();
		JournalFixture.until(() -> jobs() == 0);
		assertThat(results()).isOne();
		assertThat(surviving.runs).singleElement().extracting(Job::attempt).isEqualTo(2);
	}

	@Test
	void keepsItsLeaseForAsLongAsItRuns() {
		Probe slow = new Probe((job) -> Mono.delay(Duration.ofSeconds(2)).then());
		start(slow, Duration.ofMillis(600));
		start(slow, Duration.ofMillis(600));
		enqueue(1);
		JournalFixture.until(() -> jobs() == 0);
		assertThat(slow.runs).hasSize(1);
		assertThat(results()).isOne();
	}

	@Test
	void writesNothingOnceAnotherHasTakenTheJob() {
		Sinks.Empty<Void> gate = Sinks.empty();
		Probe probe = new Probe((job) -> (job.attempt() == 1) ? gate.asMono() : Mono.never());
		start(probe);
		enqueue(1);
		JournalFixture.until(() -> probe.runs.size() == 1);
		this.postgres.execute("UPDATE qnsp.job SET attempts = attempts + 1, due_at = now() + interval '1 hour'");
		gate.tryEmitEmpty();
		JournalFixture.until(() -> this.meters.find("qnsp.jobs").tag("outcome", "lost").timer() != null);
		assertThat(results()).isZero();
		assertThat(jobs()).isOne();
		assertThat(probe.failures).isEmpty();
	}

	@Test
	void triesAgainAfterFailures() {
		Probe probe = new Probe(
				(job) -> (job.attempt() < 3) ? Mono.error(new IllegalStateException("not yet")) : Mono.empty());
		start(probe);
		enqueue(1);
		JournalFixture.until(() -> jobs() == 0);
		assertThat(probe.runs).extracting(Job::attempt).containsExactly(1, 2, 3);
		assertThat(results()).isOne();
		assertThat(probe.failures).isEmpty();
	}

	@Test
	void givesUpAfterTheLastAttemptAndSaysSoOnce() {
		Probe probe = new Probe((job) -> Mono.error(new IllegalStateException("never")));
		start(probe);
		enqueue(1);
		JournalFixture.until(() -> jobs() == 0);
		assertThat(probe.runs).hasSize(3);
		assertThat(probe.failures).containsExactly("it was tried 3 times and never finished");
		assertThat(results()).isZero();
	}

	@Test
	void givesUpAtOnceWhatCannotSucceed() {
		Probe probe = new Probe((job) -> Mono.error(new JobFailedException("too large")));
		start(probe);
		enqueue(1);
		JournalFixture.until(() -> jobs() == 0);
		assertThat(probe.runs).hasSize(1);
		assertThat(probe.failures).containsExactly("too large");
	}

	@Test
	void saysAgainThatAJobFailedWhenTheNewsWereRefused() {
		Probe probe = new Probe((job) -> Mono.error(new JobFailedException("too large")));
		probe.newsToRefuse.set(1);
		start(probe);
		enqueue(1);
		JournalFixture.until(() -> probe.failures.size() == 1);
		JournalFixture.until(() -> {
			expireLeases();
			return jobs() == 0;
		});
		assertThat(probe.failures).containsExactly("too large", "too large");
	}

	@Test
	void givesUpAJobThatKilledEveryInstanceThatBeganIt() {
		Probe probe = new Probe((job) -> Mono.empty());
		enqueue(1);
		this.postgres.execute("UPDATE qnsp.job SET attempts = 3");
		start(probe);
		JournalFixture.until(() -> jobs() == 0);
		assertThat(probe.runs).isEmpty();
		assertThat(probe.failures).containsExactly("it was tried 3 times and never finished");
	}

	@Test
	void waitsLongerAfterEachFailureUpToABound() {
		JobSettings settings = JobSettings.DEFAULT;
		assertThat(List.of(settings.backoff(1), settings.backoff(2), settings.backoff(3), settings.backoff(4),
				settings.backoff(100)))
			.containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(32),
					Duration.ofMinutes(2), Duration.ofMinutes(2));
	}

}
