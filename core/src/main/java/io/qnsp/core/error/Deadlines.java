package io.qnsp.core.error;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Mono;

/**
 * What takes the place of work that is late, for {@code timeout(limit, ...)}.
 */
public final class Deadlines {

	private Deadlines() {
	}

	/**
	 * An error made only once it is due. The one that Reactor makes by itself costs each
	 * call a walk through the names of its operators, whether the call is late or not.
	 * @param <T> the type of what did not come
	 * @param what what was late, for the message
	 * @param limit how long it had
	 * @return a {@link TimeoutException}
	 */
	public static <T> Mono<T> exceeded(String what, Duration limit) {
		return Mono.error(() -> new TimeoutException("%s took longer than %s".formatted(what, limit)));
	}

}
