package io.qnsp.crypto.random;

import java.security.DrbgParameters;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RandomsTests {

	private final Randoms randoms = Randoms.seeded();

	@Test
	void drawsExactlyTheLength() {
		assertThat(this.randoms.bytes(0)).isEmpty();
		assertThat(this.randoms.bytes(4096)).hasSize(4096);
		assertThat(this.randoms.secret(32).length()).isEqualTo(32);
	}

	@Test
	void refusesOtherLengths() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.randoms.bytes(-1))
			.withMessage("length: -1 (expected: 0..4096)");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.randoms.bytes(4097));
	}

	@Test
	void neverDrawsTheSameOnAnyThread() {
		Set<String> seen = ConcurrentHashMap.newKeySet();
		Randoms other = Randoms.seeded();
		IntStream.range(0, 10_000)
			.parallel()
			.forEach(
					(i) -> assertThat(seen.add(HexFormat.of().formatHex((i % 2 == 0 ? this.randoms : other).bytes(16))))
						.isTrue());
		assertThat(seen).hasSize(10_000);
	}

	@Test
	void drawsSeedsForOthersFromTheDrbgToo() {
		StepVerifier
			.create(Mono.fromCallable(() -> this.randoms.asSecureRandom().generateSeed(32))
				.subscribeOn(Schedulers.parallel()))
			.assertNext((seed) -> assertThat(seed).hasSize(32).isNotEqualTo(new byte[32]))
			.verifyComplete();
	}

	@Test
	void isInstantiatedAtFullStrength() {
		assertThat(this.randoms.asSecureRandom().getParameters())
			.isInstanceOfSatisfying(DrbgParameters.Instantiation.class, (parameters) -> {
				assertThat(parameters.getStrength()).isEqualTo(256);
				assertThat(parameters.getCapability().supportsPredictionResistance()).isFalse();
			});
	}

}
