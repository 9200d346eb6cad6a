package io.qnsp.audit.streaming;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import io.netty.buffer.ByteBuf;
import io.qnsp.core.journal.EventPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * What a client has not got yet: past events from the journal first, when it resumes or
 * lags, then live ones from its queue. Belongs to the client's event loop, except for
 * what the queue takes.
 *
 * <p>
 * Joining history and live events: the queue is opened first, then the journal is read to
 * its end, and then the queue is drained, skipping what the journal has already given.
 * Whatever the tail handed over before the queue was open was settled by then, so a later
 * read that reaches the end has seen it. Positions are totally ordered, so nothing is
 * missing and nothing comes twice. A queue that overflows meanwhile is opened again, and
 * the journal read again.
 */
final class StreamBacklog {

	private static final Logger log = LoggerFactory.getLogger(StreamBacklog.class);

	private static final int CHUNK = 64 * 1024;

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private final StreamOrder order;

	private final LiveQueue queue;

	private final EventHistory history;

	private final StreamLoop loop;

	private final Deque<Frame> ready = new ArrayDeque<>(1);

	private final Disposable.Swap reading = Disposables.swap();

	private EventPosition cursor;

	private boolean live;

	StreamBacklog(StreamOrder order, LiveQueue queue, EventHistory history, StreamLoop loop) {
		this.order = order;
		this.queue = queue;
		this.history = history;
		this.loop = loop;
		EventPosition after = order.after();
		this.live = after == null;
		this.cursor = (after != null) ? after : EventPosition.START;
		queue.open();
	}

	/**
	 * What there is to do.
	 */
	enum State {

		/** Events wait to be written. */
		READY,
		/** There is nothing until the next live event. */
		IDLE,
		/** Live events were left out, the client must be told and the journal read. */
		LAGGING,
		/** The journal must be read. */
		BEHIND

	}

	/**
	 * Looks for events.
	 */
	State look() {
		if (!this.ready.isEmpty()) {
			return State.READY;
		}
		if (!this.live) {
			return State.BEHIND;
		}
		// Asked before the queue is emptied: after it, more may have come.
		boolean overflowed = this.queue.hasOverflowed();
		takeFromQueue();
		if (!this.ready.isEmpty()) {
			return State.READY;
		}
		if (overflowed && this.queue.size() == 0) {
			this.live = false;
			this.queue.open();
			return State.LAGGING;
		}
		return State.IDLE;
	}

	private void takeFromQueue() {
		for (int bytes = 0; bytes < CHUNK;) {
			Frame frame = this.queue.poll();
			if (frame == null) {
				return;
			}
			if (frame.position().compareTo(this.cursor) > 0) {
				this.ready.add(frame);
				this.cursor = frame.position();
				bytes += frame.bytes().length;
			}
		}
	}

	/**
	 * The place up to which the client has everything when what is ready is written.
	 */
	EventPosition cursor() {
		return this.cursor;
	}

	/**
	 * Takes the next group of events.
	 * @param allocate makes a buffer of a size
	 * @param counted is told how many there are
	 */
	ByteBuf take(IntFunction<ByteBuf> allocate, IntConsumer counted) {
		int count = 0;
		int size = 0;
		for (Frame frame : this.ready) {
			if (size >= CHUNK) {
				break;
			}
			count++;
			size += frame.bytes().length;
		}
		ByteBuf group = allocate.apply(size);
		for (int i = 0; i < count; i++) {
			group.writeBytes(this.ready.remove().bytes());
		}
		counted.accept(count);
		return group;
	}

	/**
	 * Reads the next stretch of the journal.
	 * @param whenRead runs on the event loop
	 */
	void readJournal(Runnable whenRead) {
		this.reading.update(this.history.after(this.cursor, this.order)
			.publishOn(this.loop.scheduler())
			.doOnNext(this::add)
			.then()
			.onErrorResume(this::restAfter)
			.subscribe(null, null, whenRead));
	}

	private Mono<Void> restAfter(Throwable failure) {
		log.warn("A stream could not read the journal and tries again: {}", failure.toString());
		return Mono.delay(AFTER_FAILURE, this.loop.scheduler()).then();
	}

	private void add(EventHistory.Batch batch) {
		this.ready.addAll(batch.frames());
		if (batch.end() != null) {
			this.cursor = batch.end();
		}
		if (!batch.last()) {
			return;
		}
		if (this.queue.isOpen()) {
			this.live = true;
		}
		else {
			this.queue.open();
		}
	}

	/**
	 * Lets go of everything, also of a read that is under way.
	 */
	void close() {
		this.queue.close();
		this.ready.clear();
		this.reading.dispose();
	}

}
