package io.qnsp.audit.delivery.engine;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import io.qnsp.audit.subscription.ActiveSubscription;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one subscription. Changed only inside of the engine's serial
 * tasks, except where it says otherwise.
 */
final class Work {

	/** Set by the tail's thread, so that many events become one signal. */
	final AtomicBoolean signalled = new AtomicBoolean();

	/** Read by the tail's thread. */
	volatile ActiveSubscription active;

	/** Set by the turn that opened it. */
	volatile @Nullable DeliverySession session;

	/** When it was last added or changed. */
	Instant changedAt;

	/** Not before this time. */
	Instant notBefore = Instant.EPOCH;

	/** Something is to be done after that time. */
	boolean pending;

	boolean queued;

	boolean running;

	/** Its session is being closed. */
	boolean closing;

	/** Something came while it ran. */
	boolean again;

	/** Its session is out of date and is closed after the turn. */
	boolean stale;

	boolean removed;

	Work(ActiveSubscription active, Instant changedAt) {
		this.active = active;
		this.changedAt = changedAt;
	}

	UUID id() {
		return this.active.subscriptionId();
	}

	UUID tenantId() {
		return this.active.tenantId();
	}

	boolean isIdle() {
		return !this.queued && !this.running && !this.closing;
	}

}
