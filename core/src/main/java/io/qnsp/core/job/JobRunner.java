package io.qnsp.core.job;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Runs jobs with a fixed number of workers. Every instance runs one; a job is done by
 * whichever takes it first.
 */
public final class JobRunner {

	private final JobQueue queue;

	private final List<JobWorker> workers;

	private final Disposable.Swap running = Disposables.swap();

	/**
	 * Creates the runner; nothing runs before {@link #start}.
	 * @param handlers who does the jobs; kinds must be unique
	 * @param queue wakes the workers
	 * @param system access across tenants, to take jobs
	 * @param tenant access for the job's tenant
	 * @param transactions transactions of the same connections as {@code tenant}
	 * @param settings the rhythm
	 * @param meters where measurements go
	 */
	public JobRunner(List<JobHandler> handlers, JobQueue queue, Sql system, Sql tenant, Transactions transactions,
			JobSettings settings, MeterRegistry meters) {
		Map<String, JobHandler> byKind = handlers.stream()
			.collect(Collectors.toUnmodifiableMap(JobHandler::kind, Function.identity()));
		JobTable table = new JobTable(system, tenant);
		this.queue = queue;
		this.workers = IntStream.range(0, byKind.isEmpty() ? 0 : settings.workers())
			.mapToObj((i) -> new JobWorker(byKind, table, transactions, settings, meters))
			.toList();
	}

	/**
	 * Begins to run.
	 */
	public void start() {
		Disposable.Composite started = Disposables.composite();
		started.add(this.queue.listen(() -> this.workers.forEach(JobWorker::wake)));
		this.workers.forEach((worker) -> started.add(worker.start()));
		this.running.update(started);
	}

	/**
	 * Stops running. An attempt under way is cancelled and its transaction rolled back;
	 * the job is taken over when its lease has expired.
	 */
	public void stop() {
		this.running.update(Disposables.disposed());
	}

}
