package io.qnsp.audit.streaming;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * The events that wait for one client: one producer, the journal's tail, and one
 * consumer, the client's event loop. When it is full it takes nothing more until it is
 * opened again, so that what it holds has no gap.
 */
final class LiveQueue {

	private enum State {

		CLOSED, OPEN, OVERFLOWED

	}

	// Linked pieces of this size: an idle client holds one.
	private static final int PIECE = 8;

	private final Queue<Frame> frames = Queues.<Frame>unbounded(PIECE).get();

	// Events are as large as their tenant makes them.
	private static final int MOST_BYTES = 1 << 20;

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger bytes = new AtomicInteger();

	private final AtomicReference<State> state = new AtomicReference<>(State.CLOSED);

	private final int capacity;

	LiveQueue(int capacity) {
		this.capacity = capacity;
	}

	boolean isOpen() {
		return this.state.get() == State.OPEN;
	}

	/**
	 * Adds an event; producer only.
	 * @return whether the consumer has something to do
	 */
	boolean offer(Frame frame) {
		if (this.state.get() != State.OPEN) {
			return false;
		}
		if (this.size.get() >= this.capacity || this.bytes.get() >= MOST_BYTES) {
			this.state.compareAndSet(State.OPEN, State.OVERFLOWED);
			return true;
		}
		this.size.incrementAndGet();
		this.bytes.addAndGet(frame.bytes().length);
		this.frames.offer(frame);
		return true;
	}

	/**
	 * Takes events from now on; consumer only. What it still holds is dropped: whoever
	 * opens it reads it in the journal.
	 */
	void open() {
		while (poll() != null) {
			// Nothing is added while it is not open.
		}
		this.state.set(State.OPEN);
	}

	/**
	 * Whether events were left out. What the queue held before them is still in it.
	 */
	boolean hasOverflowed() {
		return this.state.get() == State.OVERFLOWED;
	}

	/**
	 * Takes the next event; consumer only.
	 * @return the event, or {@code null} when there is none
	 */
	@Nullable Frame poll() {
		Frame frame = this.frames.poll();
		if (frame != null) {
			this.size.decrementAndGet();
			this.bytes.addAndGet(-frame.bytes().length);
		}
		return frame;
	}

	/**
	 * Takes nothing any more and lets go of what it holds; consumer only.
	 */
	void close() {
		this.state.set(State.CLOSED);
		this.frames.clear();
	}

	int size() {
		return this.size.get();
	}

}
