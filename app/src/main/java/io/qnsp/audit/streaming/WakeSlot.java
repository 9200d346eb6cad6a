package io.qnsp.audit.streaming;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Where one consumer waits for something to do. A wake-up between {@link #clear} and
 * {@link #await} is not lost.
 */
final class WakeSlot {

	private final AtomicBoolean due = new AtomicBoolean();

	private final AtomicReference<@Nullable MonoSink<Boolean>> waiting = new AtomicReference<>();

	/**
	 * Wakes the consumer, from any thread.
	 */
	void wake() {
		this.due.set(true);
		release();
	}

	/**
	 * Forgets earlier wake-ups; the consumer looks at everything after this.
	 */
	void clear() {
		this.due.set(false);
	}

	/**
	 * Waits for a wake-up since the last {@link #clear}.
	 * @return true, on the thread that wakes
	 */
	Mono<Boolean> await() {
		return Mono.create((sink) -> {
			this.waiting.set(sink);
			if (this.due.get()) {
				release();
			}
		});
	}

	private void release() {
		MonoSink<Boolean> sink = this.waiting.getAndSet(null);
		if (sink != null) {
			sink.success(true);
		}
	}

}
