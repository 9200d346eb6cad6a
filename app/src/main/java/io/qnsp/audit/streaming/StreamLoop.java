package io.qnsp.audit.streaming;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.channel.EventLoop;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * The streams of one event loop that have something to do. However many there are, the
 * loop gets one task for them, which lets other work of the loop in between.
 */
final class StreamLoop implements Runnable {

	private static final int AT_ONCE = 64;

	private final EventLoop loop;

	private final Scheduler scheduler;

	private final Queue<EventStream> due = Queues.<EventStream>unboundedMultiproducer().get();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	StreamLoop(EventLoop loop) {
		this.loop = loop;
		this.scheduler = Schedulers.fromExecutor(loop);
	}

	/**
	 * Where work of this loop's streams goes on.
	 */
	Scheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * Notes a stream; {@link #wake()} makes the loop look.
	 */
	void note(EventStream stream) {
		this.due.add(stream);
	}

	/**
	 * Makes the loop look at the streams that were noted, from any thread.
	 */
	void wake() {
		if (!this.due.isEmpty() && this.scheduled.compareAndSet(false, true)) {
			this.loop.execute(this);
		}
	}

	@Override
	public void run() {
		this.scheduled.set(false);
		for (int i = 0; i < AT_ONCE; i++) {
			EventStream stream = this.due.poll();
			if (stream == null) {
				return;
			}
			stream.run();
		}
		wake();
	}

}
