package io.qnsp.core.job;

/**
 * Another instance has taken the job over, so whatever this one did is dropped.
 */
final class LeaseLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LeaseLostException(Job job) {
		super("Job %s: attempt %d is not the last one".formatted(job.jobId(), job.attempt()), null, false, false);
	}

}
