package io.qnsp.core.journal;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * One call that waits for its event to be durable. It is told exactly once; a cancelled
 * call is told nothing and its event is not written if it still waits.
 */
final class PendingAppend {

	private final EventRow row;

	private final MonoSink<Void> sink;

	private final long since;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Creates a waiting call.
	 * @param row what to write
	 * @param sink whom to tell
	 * @param since when it came, in nanoseconds of the journal's monotonic clock
	 */
	PendingAppend(EventRow row, MonoSink<Void> sink, long since) {
		this.row = row;
		this.sink = sink;
		this.since = since;
		sink.onCancel(() -> this.closed.set(true));
	}

	EventRow row() {
		return this.row;
	}

	long since() {
		return this.since;
	}

	boolean isOpen() {
		return !this.closed.get();
	}

	/**
	 * Tells the call that its event is durable.
	 * @return whether it was still waiting
	 */
	boolean succeed() {
		if (this.closed.compareAndSet(false, true)) {
			this.sink.success();
			return true;
		}
		return false;
	}

	/**
	 * Tells the call that its event was not confirmed.
	 * @param message why
	 * @param cause the cause, or {@code null}
	 * @return whether it was still waiting
	 */
	boolean fail(String message, @Nullable Throwable cause) {
		if (this.closed.compareAndSet(false, true)) {
			this.sink.error(new JournalUnavailableException(message, cause));
			return true;
		}
		return false;
	}

}
