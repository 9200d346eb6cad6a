package io.qnsp.core.cache;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Look-ups that several calls wait for, as the values of an asynchronous cache.
 */
public final class SharedLookUps {

	private SharedLookUps() {
	}

	/**
	 * Starts a look-up. It belongs to all who wait for it: it takes nothing from the one
	 * who happened to come first, neither its tenant nor its transaction nor its
	 * cancellation.
	 * @param <V> the value's type
	 * @param lookUp finds the value, with the context it needs; must not be empty and
	 * must end by itself
	 * @return the value, once it is found
	 */
	public static <V> CompletableFuture<V> start(Mono<V> lookUp) {
		return lookUp.toFuture().thenApply(Objects::requireNonNull);
	}

	/**
	 * Waits for a look-up, or takes the value at once when it is there.
	 * @param <V> the value's type
	 * @param lookUp the look-up
	 * @return the value; who cancels leaves the look-up to the others
	 */
	public static <V> Mono<V> await(CompletableFuture<V> lookUp) {
		V found = valueOf(lookUp);
		return (found != null) ? Mono.just(found) : Mono.fromFuture(lookUp, true);
	}

	/**
	 * The value of a look-up that has ended well.
	 * @param <V> the value's type
	 * @param lookUp the look-up
	 * @return the value, or {@code null} when it failed or is under way
	 */
	public static <V> @Nullable V valueOf(CompletableFuture<V> lookUp) {
		return lookUp.isCompletedExceptionally() ? null : lookUp.getNow(null);
	}

}
