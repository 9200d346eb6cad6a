package io.qnsp.app.runtime;

import java.time.Duration;
import java.util.List;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.job.JobRunner;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.journal.JournalPartitions;
import io.qnsp.core.journal.JournalTail;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.lifecycle.PeriodicJobs;
import io.qnsp.core.lifecycle.StartUpTask;
import io.qnsp.core.projection.ProjectionRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the journal, the tail, the projections, background work and the start-up tasks
 * before the web server, and stops them after it.
 */
@Component
final class StartUp implements SmartLifecycle {

	/** Below the web server's phase: started before it, stopped after it. */
	static final int PHASE = 0;

	private static final Duration RETRY = Duration.ofMillis(500);

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private final JournalPartitions partitions;

	private final Journal journal;

	private final JournalTail tail;

	private final ProjectionRunner projections;

	private final PeriodicJobs jobs;

	private final JobRunner jobRunner;

	private final List<TailListener> listeners;

	private final List<StartUpTask> tasks;

	private volatile boolean running;

	StartUp(JournalPartitions partitions, Journal journal, JournalTail tail, ProjectionRunner projections,
			PeriodicJobs jobs, JobRunner jobRunner, List<TailListener> listeners, List<StartUpTask> tasks) {
		this.partitions = partitions;
		this.journal = journal;
		this.tail = tail;
		this.projections = projections;
		this.jobs = jobs;
		this.jobRunner = jobRunner;
		this.listeners = List.copyOf(listeners);
		this.tasks = List.copyOf(tasks);
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void start() {
		// A pool's first connections can be slow on a busy machine.
		await(this.partitions.prepare().retryWhen(Retry.backoff(5, RETRY).filter(QnspException.class::isInstance)));
		this.journal.start();
		this.listeners.forEach(this.tail::listen);
		this.tail.start();
		await(this.tail.ready().then(Flux.fromIterable(this.tasks).concatMap(StartUpTask::prepare).then()));
		this.projections.start();
		this.jobs.start();
		this.jobRunner.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.jobRunner.stop();
		this.jobs.stop();
		await(this.projections.stop());
		await(this.journal.stop());
		this.tail.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	// The main thread of start-up and shutdown, never an event loop.
	private static void await(Mono<Void> work) {
		work.block(LONGEST);
	}

}
