package io.qnsp.core.journal;

import org.jspecify.annotations.Nullable;

/**
 * The journal did not confirm that an event is durable: its queue is full, the database
 * does not answer, or the deadline has passed. A call that demands audit must not succeed
 * after it (503 {@code AUDIT_UNAVAILABLE}).
 *
 * <p>
 * After a passed deadline or a lost connection the event may be in the journal all the
 * same: it records that the call was tried.
 */
public final class JournalUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	JournalUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

}
