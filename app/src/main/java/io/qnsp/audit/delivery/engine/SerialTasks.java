package io.qnsp.audit.delivery.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short tasks one after the other, on the threads of those who bring them, without
 * anybody waiting.
 */
final class SerialTasks {

	private static final Logger log = LoggerFactory.getLogger(SerialTasks.class);

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final AtomicInteger open = new AtomicInteger();

	/**
	 * Runs a task, now or right after those before it.
	 */
	void execute(Runnable task) {
		this.tasks.add(task);
		if (this.open.getAndIncrement() == 0) {
			do {
				runNext();
			}
			while (this.open.decrementAndGet() != 0);
		}
	}

	private void runNext() {
		Runnable task = this.tasks.remove();
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			log.error("A task of the delivery engine failed", ex);
		}
	}

}
