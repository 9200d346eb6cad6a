package io.qnsp.audit.delivery.engine;

/**
 * Somebody else delivers the subscription now, or it has changed; nothing was written.
 */
final class LeaseLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LeaseLostException(Lease lease) {
		super("subscription %s: epoch %d is over".formatted(lease.subscriptionId(), lease.epoch()), null, false, false);
	}

}
