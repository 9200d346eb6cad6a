package io.qnsp.audit.streaming;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream: decides, each time the client can take more, what it gets next.
 * All of that happens on the client's event loop; other threads only leave a note and
 * wake it. At most one group of events is on its way to the socket, so that events wait
 * in the bounded queue and nowhere else.
 */
final class EventStream implements ClientConnection.Listener {

	private final StreamOrder order;

	private final ClientConnection connection;

	private final StreamLoop loop;

	private final LiveQueue queue;

	private final StreamBacklog backlog;

	private final Frames frames;

	private final StreamStatistics.Delivery delivery;

	private final Clock clock;

	private final Consumer<EventStream> whenClosed;

	private final AtomicBoolean noted = new AtomicBoolean();

	// Of the event loop alone.
	private boolean readsJournal;

	private boolean open;

	private boolean closed;

	// Notes of other threads.
	private volatile boolean heartbeatDue;

	// A revocation may have come between the call's own check and this stream.
	private volatile boolean checkDue = true;

	private volatile @Nullable EndReason ending;

	private volatile long endedAt;

	private volatile long wroteAt;

	private volatile long checkedAt;

	// Of the one thread that looks after all streams.
	private long lookedAt;

	EventStream(StreamOrder order, ClientConnection connection, StreamLoop loop, LiveQueue queue, EventHistory history,
			Frames frames, StreamStatistics.Delivery delivery, Clock clock, Consumer<EventStream> whenClosed) {
		this.order = order;
		this.connection = connection;
		this.loop = loop;
		this.queue = queue;
		this.frames = frames;
		this.delivery = delivery;
		this.clock = clock;
		this.whenClosed = whenClosed;
		this.backlog = new StreamBacklog(order, queue, history, loop);
		this.wroteAt = clock.millis();
		this.checkedAt = this.wroteAt;
		this.lookedAt = this.wroteAt;
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
	 * Whether events are worth encoding for this stream now.
	 */
	boolean takesEvents() {
		return this.queue.isOpen();
	}

	/**
	 * Takes an event from the tail. The stream is noted on its loop, which must be woken
	 * afterwards.
	 */
	void offer(Frame frame) {
		if (this.queue.offer(frame)) {
			note();
		}
	}

	/**
	 * How many live events wait for the client.
	 */
	int waiting() {
		return this.queue.size();
	}

	private void note() {
		if (this.noted.compareAndSet(false, true)) {
			this.loop.note(this);
		}
	}

	void wake() {
		note();
		this.loop.wake();
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
	 * Closes the socket of a client that has not taken what was written to it, be it
	 * because it reads nothing any more or because nobody is there, or that has not taken
	 * the end of its stream.
	 * @param deadAfter how long what was written may wait, milliseconds
	 * @param grace how long the end may wait, milliseconds
	 */
	void abortWhenStuck(long now, long deadAfter, long grace) {
		if (this.connection.waiting(now) > deadAfter || (this.ending != null && now - this.endedAt > grace)) {
			abort();
		}
		else if (now - this.lookedAt >= deadAfter / 2) {
			this.lookedAt = now;
			this.connection.loop().execute(() -> {
				if (!this.closed && this.connection.isUnacknowledged(deadAfter)) {
					abort();
				}
			});
		}
	}

	private void abort() {
		this.delivery.aborted();
		this.connection.abort();
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

	@Override
	public void opened() {
		this.open = true;
		run();
	}

	@Override
	public void writable() {
		run();
	}

	@Override
	public void closed() {
		if (!this.closed) {
			this.closed = true;
			this.backlog.close();
			this.whenClosed.accept(this);
		}
	}

	/**
	 * Does what there is to do until the socket takes no more; event loop only.
	 */
	void run() {
		this.noted.set(false);
		while (this.open && !this.closed && !this.readsJournal && !this.connection.isWaiting() && step()) {
			// The next group is decided when the one before it is written.
		}
	}

	/**
	 * One look at everything there is to do.
	 * @return whether to look again
	 */
	private boolean step() {
		EndReason reason = this.ending;
		if (reason != null) {
			write(this.frames.closed(reason));
			this.connection.finish();
			return false;
		}
		return switch (this.backlog.look()) {
			case READY -> {
				write(this.backlog.take(this.connection::allocate, this.delivery::delivered));
				yield true;
			}
			case LAGGING -> {
				this.delivery.lagged();
				write(this.frames.lagging(this.backlog.cursor()));
				yield true;
			}
			case BEHIND -> {
				beatIfDue();
				this.readsJournal = true;
				this.backlog.readJournal(this::goOn);
				yield false;
			}
			case IDLE -> beatIfDue();
		};
	}

	private boolean beatIfDue() {
		if (!this.heartbeatDue) {
			return false;
		}
		write(this.frames.heartbeat());
		return true;
	}

	private void goOn() {
		this.readsJournal = false;
		run();
	}

	private void write(byte[] message) {
		write(this.connection.allocate(message.length).writeBytes(message));
	}

	private void write(ByteBuf group) {
		long now = this.clock.millis();
		this.heartbeatDue = false;
		this.wroteAt = now;
		this.connection.write(group, now);
	}

}
