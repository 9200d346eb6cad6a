package io.qnsp.core.lifecycle;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * Work that one instance does every so often: rotation, clean-up, partitions. Must do no
 * harm when it runs twice.
 */
public interface PeriodicJob {

	/**
	 * The job's name, in locks, logs and metrics.
	 * @return a short name such as {@code audit-partitions}
	 */
	String name();

	/**
	 * How long to wait between two runs.
	 * @return at least a second
	 */
	Duration interval();

	/**
	 * Does the work.
	 * @return completes when it is done
	 */
	Mono<Void> run();

}
