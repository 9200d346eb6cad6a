package io.qnsp.core.lifecycle;

import java.time.Duration;
import java.util.List;

import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Runs periodic jobs, each on one instance at a time: whoever holds the job's advisory
 * lock. A run that fails is logged and tried again at the next interval.
 */
public final class PeriodicJobs {

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private final List<PeriodicJob> jobs;

	private final Sql system;

	private final Transactions transactions;

	private final Disposable.Swap running = Disposables.swap();

	/**
	 * Creates it; nothing runs before {@link #start}.
	 * @param jobs the jobs; names must be unique
	 * @param system access across tenants
	 * @param transactions transactions of the same connections as {@code system}
	 */
	public PeriodicJobs(List<PeriodicJob> jobs, Sql system, Transactions transactions) {
		this.jobs = List.copyOf(jobs);
		this.system = system;
		this.transactions = transactions;
	}

	/**
	 * Begins to run.
	 */
	public void start() {
		Disposable.Composite all = Disposables.composite();
		this.jobs.forEach((job) -> all.add(Repetition.every(job.interval(), "Job " + job.name(), () -> runOnce(job))));
		this.running.update(all);
	}

	/**
	 * Stops; a run under way is cancelled and its transaction rolled back.
	 */
	public void stop() {
		this.running.update(Disposables.disposed());
	}

	private Mono<Void> runOnce(PeriodicJob job) {
		Mono<Void> work = lock(job).flatMap((locked) -> locked ? job.run() : Mono.empty());
		return this.transactions.inTransaction(work).timeout(LONGEST);
	}

	private Mono<Boolean> lock(PeriodicJob job) {
		return this.system.query("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0)) AS locked")
			.bind("name", "qnsp-job-" + job.name())
			.one((row) -> Boolean.TRUE.equals(row.get("locked", Boolean.class)));
	}

}
