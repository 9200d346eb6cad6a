package io.qnsp.core.id;

import java.time.Clock;
import java.util.UUID;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;

/**
 * Makes UUIDv7 ids (RFC 9562): sorted by creation time on one thread, unique everywhere.
 * Ids are names, not secrets: they come from a fast generator and must never be used to
 * authorise anything.
 */
public final class Ids {

	// One factory a thread: the library's factory takes a lock, and an event loop must
	// not wait for one.
	private final ThreadLocal<TimeOrderedEpochFactory> factories;

	/**
	 * Creates the generator.
	 * @param clock the clock that ids are ordered by
	 */
	public Ids(Clock clock) {
		this.factories = ThreadLocal.withInitial(() -> {
			TimeOrderedEpochFactory.Builder builder = TimeOrderedEpochFactory.builder();
			builder.withClock(clock);
			builder.withFastRandom();
			return builder.build();
		});
	}

	/**
	 * A new id.
	 * @return a UUIDv7
	 */
	public UUID next() {
		return this.factories.get().create();
	}

}
