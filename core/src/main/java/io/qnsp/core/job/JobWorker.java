package io.qnsp.core.job;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.qnsp.core.journal.WakeUps;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes one job after the other. The attempt runs outside of any transaction while its
 * lease is renewed; then one short tenant transaction removes the job and writes what it
 * made.
 */
final class JobWorker {

	private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

	private static final Duration MIN_BACKOFF = Duration.ofMillis(200);

	private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

	private final Map<String, JobHandler> handlers;

	private final JobTable table;

	private final Transactions transactions;

	private final JobSettings settings;

	private final MeterRegistry meters;

	private final WakeUps wakeUps;

	JobWorker(Map<String, JobHandler> handlers, JobTable table, Transactions transactions, JobSettings settings,
			MeterRegistry meters) {
		this.handlers = handlers;
		this.table = table;
		this.transactions = transactions;
		this.settings = settings;
		this.meters = meters;
		this.wakeUps = new WakeUps(settings.idle());
	}

	void wake() {
		this.wakeUps.wake();
	}

	Disposable start() {
		Retry again = Retry.backoff(Long.MAX_VALUE, MIN_BACKOFF)
			.maxBackoff(MAX_BACKOFF)
			.transientErrors(true)
			.doBeforeRetry((signal) -> log.warn("Jobs can't be taken or put back; tried again", signal.failure()));
		return Flux.defer(() -> this.wakeUps.ticks().concatMap((tick) -> takeAll(), 0)).retryWhen(again).subscribe();
	}

	private Mono<Void> takeAll() {
		return takeOne().expand((more) -> more ? takeOne() : Mono.empty()).then();
	}

	/**
	 * Does the next job.
	 * @return whether there was one
	 */
	private Mono<Boolean> takeOne() {
		return this.table.claim(this.handlers.keySet(), this.settings.lease())
			.flatMap((job) -> process(job).thenReturn(true))
			.defaultIfEmpty(false);
	}

	private Mono<Void> process(Job job) {
		JobHandler handler = Objects.requireNonNull(this.handlers.get(job.kind()), job.kind());
		Timer.Sample started = Timer.start(this.meters);
		Mono<String> done = (job.attempt() > this.settings.maxAttempts()) ? giveUp(handler, job, neverFinished(job))
				: attempt(handler, job).onErrorResume((ex) -> failed(handler, job, ex));
		return done.contextWrite(TenantContext.with(job.tenantId())).onErrorResume(LeaseLostException.class, (ex) -> {
			log.info("Job {} of kind {} was taken over by another instance", job.jobId(), job.kind());
			return Mono.just("lost");
		})
			.doOnNext((outcome) -> started.stop(Timer.builder("qnsp.jobs")
				.description("Attempts at background jobs, by how they ended")
				.tags("kind", job.kind(), "outcome", outcome)
				.register(this.meters)))
			.then();
	}

	private Mono<String> attempt(JobHandler handler, Job job) {
		Mono<JobCompletion> work = Mono.defer(() -> handler.run(job))
			.timeout(this.settings.timeout())
			.defaultIfEmpty(Mono::empty);
		return Mono.firstWithSignal(work, keepLease(job)).flatMap((completion) -> {
			Mono<Void> writes = this.table.remove(job).then(Mono.defer(completion::write));
			return this.transactions.inTransaction(writes);
		}).thenReturn("done");
	}

	/**
	 * Renews the lease until it is cancelled; ends with an error when it is lost.
	 */
	private Mono<JobCompletion> keepLease(Job job) {
		return Flux.interval(this.settings.lease().dividedBy(3))
			.onBackpressureDrop()
			.concatMap((tick) -> this.table.renew(job, this.settings.lease()), 0)
			.then(Mono.never());
	}

	private Mono<String> failed(JobHandler handler, Job job, Throwable failure) {
		if (failure instanceof LeaseLostException) {
			return Mono.error(failure);
		}
		if (failure instanceof JobFailedException) {
			return giveUp(handler, job, String.valueOf(failure.getMessage()));
		}
		if (job.attempt() >= this.settings.maxAttempts()) {
			log.error("Job {} of kind {} failed in its last attempt, {}", job.jobId(), job.kind(), job.attempt(),
					failure);
			return giveUp(handler, job, neverFinished(job));
		}
		Duration pause = this.settings.backoff(job.attempt());
		log.warn("Job {} of kind {} failed in attempt {} and is tried again in {}", job.jobId(), job.kind(),
				job.attempt(), pause, failure);
		String error = (failure instanceof TimeoutException) ? "took longer than " + this.settings.timeout()
				: failure.toString();
		return this.table.postpone(job, pause, error).thenReturn("retried");
	}

	private Mono<String> giveUp(JobHandler handler, Job job, String reason) {
		Mono<Void> writes = this.table.remove(job).then(Mono.defer(() -> handler.failed(job, reason)));
		return this.transactions.inTransaction(writes)
			.doOnSuccess((done) -> log.error("Job {} of kind {} was given up: {}", job.jobId(), job.kind(), reason))
			.thenReturn("failed");
	}

	private String neverFinished(Job job) {
		return "it was tried %d times and never finished"
			.formatted(Math.min(job.attempt(), this.settings.maxAttempts()));
	}

}
