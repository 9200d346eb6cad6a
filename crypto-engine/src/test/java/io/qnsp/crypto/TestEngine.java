package io.qnsp.crypto;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One engine for the whole test JVM, with queues that no test fills by accident.
 */
public final class TestEngine {

	public static final CryptoEngine ENGINE = CryptoEngine.start(
			new CryptoEngineSettings(2, 10_000, 1, 1000, Schedulers.parallel(), Map.of()), new SimpleMeterRegistry());

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private TestEngine() {
	}

	public static <T> T await(Mono<T> answer) {
		T value = answer.block(LONGEST);
		if (value == null) {
			throw new AssertionError("no answer");
		}
		return value;
	}

}
