package io.qnsp.crypto;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.signature.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One event-loop thread ticks each millisecond while the engine, whose answers it takes,
 * signs on both lanes. How late its ticks are is compared with the same ticks beside as
 * many threads that only compute: what the operating system lets a thread wait on this
 * machine, now.
 */
class EventLoopDelayTests {

	private static final Duration LONGEST = Duration.ofMinutes(2);

	private static final long TICK_NANOS = 1_000_000;

	private static final int TICKS = 4000;

	private static final int FAST_THREADS = 2;

	private static final int SLOW_THREADS = 1;

	private static final double LIMIT_MILLIS = 5;

	private static final int ATTEMPTS = 4;

	private final Scheduler loop = Schedulers.newParallel("test-event-loop", 1);

	private final CryptoEngine engine = CryptoEngine.start(
			new CryptoEngineSettings(FAST_THREADS, 1000, SLOW_THREADS, 1000, this.loop, Map.of()),
			new SimpleMeterRegistry());

	private SigningKey slow;

	private SigningKey fast;

	@BeforeEach
	void makeKeys() {
		this.slow = TestEngine.await(this.engine.signatures().generate(Algorithm.SLH_DSA_SHA2_128S));
		this.fast = TestEngine.await(this.engine.signatures().generate(Algorithm.ML_DSA_65));
	}

	@AfterEach
	void close() {
		this.slow.close();
		this.fast.close();
		this.engine.close();
		this.loop.dispose();
	}

	@Test
	void ticksOnTimeWhileTheEngineSigns() {
		double measured = Double.MAX_VALUE;
		double allowed = 0;
		for (int attempt = 0; attempt < ATTEMPTS && measured >= allowed; attempt++) {
			double control = p99BesideComputingThreads();
			measured = p99WhileSigning();
			allowed = Math.max(LIMIT_MILLIS, 3 * control);
		}
		assertThat(measured).as("p99 of the delay, ms").isLessThan(allowed);
	}

	@Test
	void wouldNoticeASignatureOnTheLoop() {
		Mono<long[]> ticks = ticks(this.loop).cache();
		RawKeyPair pair = new RawKeyPair(this.slow.secret(), this.slow.publicKey());
		long[] late = Mono.fromCallable(() -> this.engine.signatures().isPairHere(Algorithm.SLH_DSA_SHA2_128S, pair))
			.subscribeOn(this.loop)
			.repeat()
			.takeUntilOther(ticks)
			.then(ticks)
			.block(LONGEST);
		assertThat(p99(late)).isGreaterThan(5 * LIMIT_MILLIS);
	}

	private double p99WhileSigning() {
		AtomicInteger slowSigned = new AtomicInteger();
		AtomicInteger fastSigned = new AtomicInteger();
		Flux<byte[]> load = Flux.merge(signing(this.slow, 2, slowSigned), signing(this.fast, 8, fastSigned));
		Mono<long[]> ticks = ticks(this.loop).cache();
		long[] late = load.takeUntilOther(ticks).then(ticks).block(LONGEST);
		assertThat(slowSigned).hasValueGreaterThan(0);
		assertThat(fastSigned).hasValueGreaterThan(10);
		return p99(late);
	}

	private Flux<byte[]> signing(SigningKey key, int inFlight, AtomicInteger signed) {
		return Flux.range(0, inFlight)
			.flatMap((i) -> this.engine.signatures()
				.sign(key, new byte[1000])
				.doOnNext((signature) -> signed.incrementAndGet())
				.repeat(), inFlight);
	}

	private double p99BesideComputingThreads() {
		AtomicBoolean stop = new AtomicBoolean();
		IntStream.range(0, FAST_THREADS + SLOW_THREADS)
			.forEach((i) -> Thread.ofPlatform().daemon().name("computing-" + i).start(() -> {
				while (!stop.get()) {
					Digests.sha256(new byte[10_000]);
				}
			}));
		try {
			return p99(ticks(this.loop).block(LONGEST));
		}
		finally {
			stop.set(true);
		}
	}

	/** When each tick came, less when it was due, up to a constant; in nanoseconds. */
	private static Mono<long[]> ticks(Scheduler loop) {
		return Mono.create((sink) -> {
			long[] late = new long[TICKS];
			AtomicInteger count = new AtomicInteger();
			Disposable ticking = loop.schedulePeriodically(() -> {
				int tick = count.getAndIncrement();
				if (tick < TICKS) {
					late[tick] = System.nanoTime() - tick * TICK_NANOS;
				}
				if (tick == TICKS - 1) {
					sink.success(late);
				}
			}, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
			sink.onDispose(ticking);
		});
	}

	/** In milliseconds, against the tick that was most in time. */
	private static double p99(long[] late) {
		long[] sorted = late.clone();
		Arrays.sort(sorted);
		return (sorted[sorted.length * 99 / 100] - sorted[0]) / 1e6;
	}

}
