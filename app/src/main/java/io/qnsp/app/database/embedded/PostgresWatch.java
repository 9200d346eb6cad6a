package io.qnsp.app.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after PostgreSQL's process and starts it again when it ends without being asked
 * to, as often as it takes, with growing pauses. One thread, which does nothing else.
 */
final class PostgresWatch implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(PostgresWatch.class);

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Path cluster;

	private @Nullable Thread thread;

	PostgresWatch(Path cluster) {
		this.cluster = cluster;
	}

	/**
	 * A blocking look at PostgreSQL or work on it.
	 *
	 * @param <T> what it answers
	 */
	@FunctionalInterface
	interface Work<T> {

		T run() throws IOException, InterruptedException;

	}

	void begin(Work<Boolean> restart) {
		this.thread = Thread.ofPlatform().daemon().name("qnsp-postgres-watch").start(() -> watch(restart));
	}

	// A look every so often, since an exit can't be waited for: PostgreSQL is a child of
	// pg_ctl, not of this process, and may stay behind as a zombie in a container.
	private void watch(Work<Boolean> restart) {
		try {
			while (!this.closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
				// Where nothing can be seen, nothing is stopped.
				if (!attempt(this::isRunning, true)) {
					log.error("PostgreSQL on {} ended without being asked to; starting it again", this.cluster);
					restart(restart);
				}
			}
		}
		catch (InterruptedException ex) {
			log.debug("PostgreSQL on {} is watched no longer", this.cluster);
		}
	}

	private boolean isRunning() throws IOException {
		try {
			List<String> pidFile = Files.readAllLines(this.cluster.resolve("postmaster.pid"));
			// A process that was not collected yet has no command line.
			return !pidFile.isEmpty()
					&& !Files.readString(Path.of("/proc", pidFile.getFirst().strip(), "cmdline")).isEmpty();
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private void restart(Work<Boolean> restart) throws InterruptedException {
		Duration pause = INTERVAL;
		while (!attempt(restart, false)) {
			pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
			if (this.closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		log.warn("PostgreSQL on {} runs again", this.cluster);
	}

	private boolean attempt(Work<Boolean> work, boolean otherwise) throws InterruptedException {
		try {
			return work.run();
		}
		catch (IOException | RuntimeException ex) {
			log.error("PostgreSQL on {} can't be looked at or started; trying again", this.cluster, ex);
			return otherwise;
		}
	}

	/**
	 * Watches no longer; a restart under way is interrupted and has ended afterwards.
	 */
	@Override
	public void close() {
		this.closed.countDown();
		Thread watching = this.thread;
		if (watching != null) {
			watching.interrupt();
			try {
				watching.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
