package io.qnsp.core.job;

import reactor.core.publisher.Mono;

/**
 * What a finished job writes.
 */
@FunctionalInterface
public interface JobCompletion {

	/**
	 * Writes it, in the tenant transaction that removes the job: both are durable or
	 * neither is.
	 * @return completes when it is written; an error counts as a failed attempt
	 */
	Mono<Void> write();

}
