package io.qnsp.audit.integrity.verify;

import java.time.Duration;

import io.qnsp.core.error.QnspException;
import reactor.core.publisher.Mono;
import reactor.pool.Pool;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolBuilder;

import org.springframework.stereotype.Component;

/**
 * Lets a few verifications run at a time: each reads and hashes thousands of events.
 */
@Component
final class VerificationLimit {

	private static final int AT_ONCE = 2;

	private static final int WAITING = 32;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final Pool<Integer> places = PoolBuilder.from(Mono.just(0))
		.sizeBetween(0, AT_ONCE)
		.maxPendingAcquire(WAITING)
		.buildPool();

	/**
	 * Runs a verification when it is its turn.
	 * @return its result, or a 503 when too many wait
	 */
	<T> Mono<T> run(Mono<T> verification) {
		return this.places.withPoolable((place) -> verification)
			.single()
			.onErrorMap(PoolAcquirePendingLimitException.class, (ex) -> QnspException
				.unavailable("%d verifications wait (expected: fewer)".formatted(WAITING), RETRY_AFTER, ex));
	}

}
