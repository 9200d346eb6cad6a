package io.qnsp.app.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

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
		boolean met = Flux.interval(Duration.ZERO, Duration.ofMillis(25))
			.onBackpressureDrop()
			.take(WITHIN)
			.toStream(1)
			.anyMatch((tick) -> condition.getAsBoolean());
		assertThat(met).as("%s within %s", what, WITHIN).isTrue();
	}

}
