package io.qnsp.app.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;

/**
 * Waits for what background work brings about.
 */
public final class Eventually {

	private static final Duration WITHIN = Duration.ofSeconds(30);

	private Eventually() {
	}

	/**
	 * Looks again and again, on the test's own thread, until the condition holds.
	 * @param what what is awaited, for the message
	 * @param condition whether it has come
	 */
	public static void until(String what, BooleanSupplier condition) {
		Awaitility.await(what)
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(25))
			.atMost(WITHIN)
			.until(condition::getAsBoolean);
	}

}
