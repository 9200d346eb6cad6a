package io.qnsp.crypto;

import java.util.Map;

import io.qnsp.crypto.provider.ProviderKind;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How the engine's lanes are sized.
 *
 * @param fastThreads threads of {@code crypto-fast}, 1..1024; the number of cores is best
 * @param fastQueuePerThread operations that wait per thread of {@code crypto-fast}, at
 * least 1
 * @param slowThreads threads of {@code crypto-slow}, 1..1024; fewer than cores, or slow
 * work delays the rest
 * @param slowQueuePerThread operations that wait per thread of {@code crypto-slow}, at
 * least 1
 * @param answersOn where answers are delivered; not closed by the engine
 * @param pins for an operation the only provider to use; others choose the fastest that
 * passes its self test
 */
public record CryptoEngineSettings(int fastThreads, int fastQueuePerThread, int slowThreads, int slowQueuePerThread,
		Scheduler answersOn, Map<String, ProviderKind> pins) {

	private static final int MOST_THREADS = 1024;

	private static final int MOST_QUEUED = 1_000_000;

	/**
	 * Checks the ranges.
	 */
	public CryptoEngineSettings {
		require("fastThreads", fastThreads, MOST_THREADS);
		require("fastQueuePerThread", fastQueuePerThread, MOST_QUEUED);
		require("slowThreads", slowThreads, MOST_THREADS);
		require("slowQueuePerThread", slowQueuePerThread, MOST_QUEUED);
		pins = Map.copyOf(pins);
	}

	/**
	 * For this machine: as many fast threads as cores with 256 waiting each, half as many
	 * slow ones with 16 waiting each, answers on Reactor's parallel scheduler.
	 * @param pins for an operation the only provider to use
	 * @return the settings
	 */
	public static CryptoEngineSettings ofThisMachine(Map<String, ProviderKind> pins) {
		int cores = Runtime.getRuntime().availableProcessors();
		return new CryptoEngineSettings(cores, 256, Math.max(1, cores / 2), 16, Schedulers.parallel(), pins);
	}

	private static void require(String name, int value, int most) {
		if (value < 1 || value > most) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: 1.." + most + ")");
		}
	}

}
