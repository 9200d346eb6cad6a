package io.qnsp.core.job;

import reactor.core.publisher.Mono;

/**
 * Does the jobs of one kind. Runs for the job's tenant: what it reads and writes through
 * the tenant's access is that tenant's.
 */
public interface JobHandler {

	/**
	 * The kind it does, stable.
	 * @return lower-case letters and hyphens, 1..64 characters
	 */
	String kind();

	/**
	 * Does the work, outside of any transaction. May run again after a failure or a
	 * crash, so everything that is to last belongs into the completion.
	 * @param job the job
	 * @return what to write; empty writes nothing. A {@link JobFailedException} gives the
	 * job up at once, any other error is tried again. Cancelled when the time is up or
	 * the lease is lost
	 */
	Mono<JobCompletion> run(Job job);

	/**
	 * Takes the news that a job was given up, in the tenant transaction that removes it.
	 * @param job the job
	 * @param reason what can be told to whoever asked for it
	 * @return completes when it is noted; an error is tried again later
	 */
	Mono<Void> failed(Job job, String reason);

}
