package io.qnsp.crypto;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.crypto.lane.LaneClosedException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.provider.NoProviderException;
import io.qnsp.crypto.provider.ProviderKind;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CryptoEngineTests {

	@Test
	void startsWithTheMachinesSettingsAndRefusesAfterClose() {
		CryptoEngine engine = CryptoEngine.start(CryptoEngineSettings.ofThisMachine(Map.of()),
				new SimpleMeterRegistry());
		TestEngine.await(engine.signatures().generate(Algorithm.ML_DSA_44)).close();
		assertThat(TestEngine.await(engine.slowLane().run("slow", () -> Thread.currentThread().getName())))
			.startsWith("crypto-slow-");
		engine.close();
		StepVerifier.create(engine.signatures().generate(Algorithm.ML_DSA_44)).verifyError(LaneClosedException.class);
		StepVerifier.create(engine.slowLane().run("slow", () -> 1)).verifyError(LaneClosedException.class);
	}

	@Test
	void measuresOperationsByLaneAndName() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		try (CryptoEngine engine = CryptoEngine.start(CryptoEngineSettings.ofThisMachine(Map.of()), registry)) {
			TestEngine.await(engine.signatures().generate(Algorithm.ML_DSA_65)).close();
		}
		assertThat(registry.get("qnsp.crypto.lane.run")
			.tags("lane", "crypto-fast", "operation", "ml-dsa-65.generate")
			.timer()
			.count()).isEqualTo(1);
	}

	@Test
	void everyPrimitiveGivesItsKnownAnswer() {
		assertThatCode(() -> SelfTest.ofEverything().run()).doesNotThrowAnyException();
	}

	@Test
	void aWrongOrFailingAnswerStopsTheStart() {
		assertFails("one", () -> false);
		assertFails("two", () -> {
			throw new IllegalStateException("broken provider");
		});
		assertFails("three", () -> {
			throw new NoClassDefFoundError("missing library");
		});
	}

	@Test
	void refusesImpossibleSettings() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new CryptoEngineSettings(0, 1, 1, 1, Schedulers.parallel(), Map.of()))
			.withMessage("fastThreads: 0 (expected: 1..1024)");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new CryptoEngineSettings(1, 1, 1, -5, Schedulers.parallel(), Map.of()))
			.withMessage("slowQueuePerThread: -5 (expected: 1..1000000)");
	}

	private static void assertFails(String name, BooleanSupplier answer) {
		Map<String, BooleanSupplier> primitives = new LinkedHashMap<>();
		primitives.put("good", () -> true);
		primitives.put(name, answer);
		assertThatExceptionOfType(CryptoSelfTestException.class).isThrownBy(() -> new SelfTest(primitives).run())
			.withMessageStartingWith("crypto self test: " + name + " did not give its known answer");
	}

	@Test
	void doesNotStartWithAProviderThatIsPinnedAndNotThere() {
		for (String operation : List.of("slh-dsa-shake-128f.sign", "x25519.kem")) {
			assertThatExceptionOfType(NoProviderException.class).isThrownBy(
					() -> CryptoEngine.start(CryptoEngineSettings.ofThisMachine(Map.of(operation, ProviderKind.NATIVE)),
							new SimpleMeterRegistry()))
				.withMessageContaining(operation);
		}
	}

}
