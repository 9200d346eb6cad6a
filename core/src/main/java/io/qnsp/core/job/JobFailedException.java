package io.qnsp.core.job;

/**
 * A job that can't succeed however often it is tried. The message is told to whoever
 * asked for the job.
 */
public final class JobFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates it.
	 * @param reason what is wrong and what was expected; never a secret
	 */
	public JobFailedException(String reason) {
		super(reason, null, false, false);
	}

}
