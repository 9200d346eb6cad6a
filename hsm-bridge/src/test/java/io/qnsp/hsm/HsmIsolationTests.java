package io.qnsp.hsm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One HSM that hangs among fifty, all behind the same library.
 */
class HsmIsolationTests {

	private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);

	private static final int CONNECTIONS = 50;

	private static final int CALLERS = 200;

	private static final int CALLS = 20_000;

	private static final int ROUNDS = 3;

	@Test
	void oneHangingHsmOfFiftySlowsNobodyElseDown() {
		FaultyLibrary library = FaultyLibrary.create("fifty");
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			List<SoftToken> tokens = IntStream.range(0, CONNECTIONS).mapToObj((i) -> SoftToken.take()).toList();
			List<Signer> signers = tokens.stream().map((token) -> Signer.of(bridge.open("faulty", token))).toList();
			List<Signer> others = signers.subList(1, CONNECTIONS);
			latencies(others, List.of());
			List<long[]> before = new ArrayList<>();
			List<long[]> during = new ArrayList<>();
			AtomicInteger hung = new AtomicInteger();
			for (int round = 0; round < ROUNDS; round++) {
				before.add(latencies(others, List.of()));
				library.on("C_Sign", "C_GenerateRandom").only(tokens.getFirst()).hang();
				during.add(latencies(others, List.of(signers.getFirst().refused(hung))));
				library.clear();
			}
			System.out.printf(
					"others alone: p50 %.1f ms, p99 %.1f ms, longest %.1f ms; beside a hanging HSM, %d calls of which are"
							+ " refused: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
					ms(before, 50), ms(before, 99), ms(before, 100), hung.get(), ms(during, 50), ms(during, 99),
					ms(during, 100));
			assertThat(hung.get()).isPositive();
			assertThat(ms(during, 99)).isLessThan(2 * ms(before, 99));
			assertThat(ms(during, 100)).as("the slowest answer").isLessThan(2 * ms(before, 100));
		}
		finally {
			library.clear();
		}
	}

	private static long[] latencies(List<Signer> signers, List<Mono<Void>> beside) {
		AtomicInteger next = new AtomicInteger();
		List<Long> nanos = Flux.range(0, CALLS)
			.flatMap((i) -> signers.get(next.getAndIncrement() % signers.size()).timed(), CALLERS)
			.collectList()
			.doOnSubscribe((subscription) -> beside.forEach(Mono::subscribe))
			.block(TestBridge.PATIENCE);
		return new ArrayList<>(java.util.Objects.requireNonNull(nanos)).stream()
			.mapToLong(Long::longValue)
			.sorted()
			.toArray();
	}

	/** The median of the rounds. */
	private static double ms(List<long[]> rounds, int percent) {
		return rounds.stream()
			.mapToDouble((sorted) -> sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6)
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
