package io.qnsp.audit.streaming;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;

/**
 * One client's stream: decides, each time the client can take more, what it gets next.
 * All of that happens on the client's event loop; other threads only leave a note and
 * wake it.
 *
 * <p>
 * Joining history and live events: the queue is opened first, then the journal is read to
 * its end, and then the queue is drained, skipping what the journal has already given.
 * Whatever the tail handed over before the queue was open was settled by then, so a later
 * read that reaches the end has seen it. Positions are totally ordered, so nothing is
 * missing and nothing comes twice.
 */
final class EventStream {

	private static final Logger log = LoggerFactory.getLogger(EventStream.class);

	private static final int CHUNK = 64 * 1024;

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private final StreamOrder order;

	private final ClientConnection connection;

	private final DataBufferFactory buffers;

	private final LiveQueue queue;

	private final EventHistory history;

	private final Frames frames;

	private final StreamStatistics.Delivery delivery;

	private final Clock clock;

	private final WakeSlot wakeSlot = new WakeSlot();

	// Of the event loop alone.
	private final Deque<Frame> ready = new ArrayDeque<>();

	private EventPosition cursor;

	private boolean live;

	private boolean reopened;

	private boolean greeted;

	// Notes of other threads.
	private volatile boolean finished;

	private volatile boolean heartbeatDue;

	// A revocation may have come between the call's own check and this stream.
	private volatile boolean checkDue = true;

	private volatile @Nullable EndReason ending;

	private volatile long endedAt;

	private volatile long wroteAt;

	private volatile long checkedAt;

	EventStream(StreamOrder order, ClientConnection connection, DataBufferFactory buffers, LiveQueue queue,
			EventHistory history, Frames frames, StreamStatistics.Delivery delivery, Clock clock) {
		this.order = order;
		this.connection = connection;
		this.buffers = buffers;
		this.queue = queue;
		this.history = history;
		this.frames = frames;
		this.delivery = delivery;
		this.clock = clock;
		EventPosition after = order.after();
		this.live = after == null;
		this.cursor = (after != null) ? after : EventPosition.START;
		this.wroteAt = clock.millis();
		this.checkedAt = this.wroteAt;
		if (this.live) {
			queue.open();
		}
	}

	StreamOrder order() {
		return this.order;
	}

	UUID tenantId() {
		return this.order.caller().tenantId();
	}

	/**
	 * Whether the caller looks at another tenant than its own.
	 */
	boolean isGuest() {
		return !this.order.caller().homeTenantId().equals(tenantId());
	}

	/**
	 * What goes to the client, each group flushed by itself. A group is made only when
	 * the one before it has been written and the socket takes more, so that events wait
	 * in the bounded queue and nowhere else.
	 */
	Publisher<Mono<DataBuffer>> groups() {
		Mono<DataBuffer> group = Mono.defer(this::next);
		return Flux.generate((sink) -> {
			if (this.finished) {
				sink.complete();
			}
			else {
				sink.next(group);
			}
		});
	}

	/**
	 * Takes an event from the tail; whoever is told true wakes the stream afterwards.
	 */
	boolean offer(Frame frame) {
		return this.queue.offer(frame);
	}

	/**
	 * Whether events are worth encoding for this stream now.
	 */
	boolean wants(JournalEntry entry) {
		return this.queue.isOpen() && this.order.matches(entry.event());
	}

	/**
	 * How many live events wait for the client.
	 */
	int waiting() {
		return this.queue.size();
	}

	void wake() {
		this.wakeSlot.wake();
	}

	/**
	 * Ends the stream after what is being written; the first reason counts.
	 */
	void end(EndReason reason) {
		if (this.ending == null) {
			this.endedAt = this.clock.millis();
			this.ending = reason;
			wake();
		}
	}

	/**
	 * Closes the socket when the client has not taken the end of its stream in time.
	 */
	void abortWhenStuck(long now, long grace) {
		if (this.ending != null && now - this.endedAt > grace) {
			this.connection.abort();
		}
	}

	/**
	 * Sends a heartbeat when nothing was written for a while.
	 */
	void beat(long now, long silence) {
		if (now - this.wroteAt >= silence) {
			this.heartbeatDue = true;
			wake();
		}
	}

	/**
	 * Asks for the credential to be verified at the next chance.
	 */
	void checkSoon() {
		this.checkDue = true;
	}

	/**
	 * Whether the credential must be verified now; says so once.
	 */
	boolean takeCheck(long now, long interval) {
		if (!this.checkDue && now - this.checkedAt < interval) {
			return false;
		}
		this.checkDue = false;
		this.checkedAt = now;
		return true;
	}

	private Mono<DataBuffer> next() {
		if (this.finished) {
			return Mono.empty();
		}
		Mono<DataBuffer> group = Mono.defer(this::step).repeat().next();
		return this.connection.isOnLoop() ? group : group.subscribeOn(this.connection.loop());
	}

	/**
	 * One look at everything there is to do: answers the next group, or empty to look
	 * again.
	 */
	private Mono<DataBuffer> step() {
		this.wakeSlot.clear();
		if (!this.greeted) {
			this.greeted = true;
			return write(this.frames.hello());
		}
		EndReason reason = this.ending;
		if (reason != null) {
			this.finished = true;
			return write(this.frames.closed(reason));
		}
		if (!this.connection.isWritable()) {
			return pause();
		}
		if (!this.ready.isEmpty()) {
			return writeReady();
		}
		if (this.heartbeatDue) {
			this.heartbeatDue = false;
			return write(this.frames.heartbeat());
		}
		return this.live ? followQueue() : readHistory();
	}

	private Mono<DataBuffer> followQueue() {
		// Asked before the queue is emptied: after it, more may have come.
		boolean overflowed = this.queue.hasOverflowed();
		int bytes = 0;
		while (bytes < CHUNK) {
			Frame frame = this.queue.poll();
			if (frame == null) {
				break;
			}
			if (frame.position().compareTo(this.cursor) > 0) {
				this.ready.add(frame);
				this.cursor = frame.position();
				bytes += frame.bytes().length;
			}
		}
		if (!this.ready.isEmpty()) {
			return writeReady();
		}
		if (overflowed && this.queue.size() == 0) {
			this.live = false;
			this.reopened = false;
			this.delivery.lagged();
			return write(this.frames.lagging(this.cursor));
		}
		return pause();
	}

	private Mono<DataBuffer> readHistory() {
		return this.history.after(this.cursor, this.order)
			.publishOn(this.connection.loop())
			.doOnNext(this::take)
			.then(Mono.<DataBuffer>empty())
			.onErrorResume((failure) -> {
				log.warn("A stream could not read the journal and tries again: {}", failure.toString());
				return Mono.delay(AFTER_FAILURE, this.connection.loop()).then(Mono.empty());
			});
	}

	private void take(EventHistory.Batch batch) {
		this.ready.addAll(batch.frames());
		if (batch.end() != null) {
			this.cursor = batch.end();
		}
		if (!batch.last()) {
			return;
		}
		if (this.reopened) {
			this.live = true;
		}
		else {
			this.reopened = true;
			this.queue.open();
		}
	}

	private Mono<DataBuffer> writeReady() {
		List<byte[]> messages = new ArrayList<>();
		int bytes = 0;
		while (!this.ready.isEmpty() && bytes < CHUNK) {
			byte[] message = this.ready.remove().bytes();
			messages.add(message);
			bytes += message.length;
		}
		this.delivery.delivered(messages.size());
		int total = bytes;
		return Mono.fromSupplier(() -> {
			DataBuffer buffer = this.buffers.allocateBuffer(total);
			messages.forEach(buffer::write);
			this.wroteAt = this.clock.millis();
			return buffer;
		});
	}

	private Mono<DataBuffer> write(byte[] message) {
		this.heartbeatDue = false;
		this.wroteAt = this.clock.millis();
		return Mono.fromSupplier(() -> this.buffers.wrap(message));
	}

	private Mono<DataBuffer> pause() {
		return this.wakeSlot.await().publishOn(this.connection.loop()).then(Mono.empty());
	}

}
