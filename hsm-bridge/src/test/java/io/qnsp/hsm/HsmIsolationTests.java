package io.qnsp.hsm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One HSM that hangs among fifty, all behind the same library.
 */
class HsmIsolationTests {

	private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);

	private static final int CONNECTIONS = 50;

	private static final int CALLERS = 200;

	private static final int CALLS = 20_000;

	private static final int ROUNDS = 4;

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	@Test
	void oneHangingHsmOfFiftySlowsNobodyElseDown() {
		FaultyLibrary library = FaultyLibrary.create("fifty");
		try (TestBridge bridge = TestBridge.to("faulty", library.path(), TIMEOUT)) {
			List<SoftToken> tokens = IntStream.range(0, CONNECTIONS).mapToObj((i) -> SoftToken.take()).toList();
			List<Signer> signers = tokens.stream().map((token) -> Signer.of(bridge.open("faulty", token))).toList();
			List<Signer> others = signers.subList(1, CONNECTIONS);
			latencies(others, Mono.empty());
			List<long[]> before = new ArrayList<>();
			List<long[]> during = new ArrayList<>();
			AtomicInteger hung = new AtomicInteger();
			for (int round = 0; round < ROUNDS; round++) {
				before.add(latencies(others, Mono.delay(TIMEOUT).then()));
				library.on("C_Sign", "C_GenerateRandom").only(tokens.getFirst()).hang();
				during.add(latencies(others, signers.getFirst().refused(hung)));
				library.clear();
			}
			System.out.printf(
					"others alone: p50 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f ms; beside a hanging HSM, %d calls of which"
							+ " are refused: p50 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f ms%n",
					ms(before, 50), ms(before, 99), ms(before, 99.9), ms(before, 100), hung.get(), ms(during, 50),
					ms(during, 99), ms(during, 99.9), ms(during, 100));
			assertThat(hung.get()).isPositive();
			assertThat(bestRatio(before, during)).isLessThan(2);
		}
		finally {
			library.clear();
		}
	}

	/** Of that many calls, and of as many again until something else is done. */
	private static long[] latencies(List<Signer> signers, Mono<Void> until) {
		AtomicInteger next = new AtomicInteger();
		AtomicBoolean done = new AtomicBoolean();
		Mono<List<Long>> calls = Flux.range(0, CALLS)
			.flatMap((i) -> signers.get(next.getAndIncrement() % signers.size()).timed(), CALLERS)
			.collectList();
		Mono<List<Long>> all = calls.repeat(() -> !done.get()).flatMapIterable((round) -> round).collectList();
		return Mono.zip(all, until.doFinally((signal) -> done.set(true)).thenReturn(true))
			.map(Tuple2::getT1)
			.flatMapIterable((nanos) -> nanos)
			.sort()
			.collectList()
			.map((sorted) -> sorted.stream().mapToLong(Long::longValue).toArray())
			.block(TestBridge.PATIENCE);
	}

	/** Of p99. What else the machine does slows some rounds down, a hanging HSM all. */
	private static double bestRatio(List<long[]> before, List<long[]> during) {
		return IntStream.range(0, ROUNDS)
			.mapToDouble((i) -> ms(List.of(during.get(i)), 99) / ms(List.of(before.get(i)), 99))
			.min()
			.orElseThrow();
	}

	/** The median of the rounds. */
	private static double ms(List<long[]> rounds, double percent) {
		return rounds.stream()
			.mapToDouble((sorted) -> sorted[Math.min(sorted.length - 1, (int) (sorted.length * percent / 100))] / 1e6)
			.sorted()
			.skip(rounds.size() / 2)
			.findFirst()
			.orElseThrow();
	}

	private record Signer(HsmConnection hsm, HsmKey key) {

		static Signer of(HsmConnection hsm) {
			return new Signer(hsm, HsmOperationsTests.create(hsm, HsmKeyAlgorithm.EC_P256, Use.SIGN));
		}

		Mono<Long> timed() {
			return Mono.defer(() -> {
				long start = System.nanoTime();
				return sign().map((signature) -> System.nanoTime() - start);
			});
		}

		Mono<byte[]> sign() {
			return this.hsm.sign(this.key, HsmSignatureScheme.ECDSA_SHA256, MESSAGE);
		}

		/** Keeps calling, and counts how often that was refused as it must be. */
		Mono<Void> refused(AtomicInteger count) {
			return Flux.range(0, 400)
				.flatMap((i) -> sign().then(Mono.empty()).onErrorResume(HsmException.class, (ex) -> {
					if (ex.problem() == Problem.UNAVAILABLE) {
						count.incrementAndGet();
					}
					return Mono.empty();
				}), 20)
				.then();
		}

	}

}
