package io.qnsp.hsm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.testing.BrokenLibrary;
import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static io.qnsp.hsm.HsmOperationsTests.await;
import static io.qnsp.hsm.HsmOperationsTests.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * HSMs that hang, fail, go away and come back: real SoftHSM tokens behind a library that
 * misbehaves on command.
 */
class HsmFaultTests {

	private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);

	private static final long DEVICE_ERROR = 0x30;

	private static final long SESSION_HANDLE_INVALID = 0xB3;

	private static final Duration SOON = Duration.ofSeconds(20);

	@Test
	void aHangingHsmAnswersUnavailableInTimeAndCostsOthersNothing() {
		FaultyLibrary library = FaultyLibrary.create("hanging");
		SoftToken hanging = SoftToken.take();
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			HsmConnection sick = bridge.open("faulty", hanging);
			HsmConnection well = bridge.open("faulty", SoftToken.take());
			HsmKey sickKey = key(sick);
			HsmKey wellKey = key(well);
			library.on("C_Sign", "C_GenerateRandom").only(hanging).hang();
			for (int i = 0; i < 4; i++) {
				long start = System.nanoTime();
				assertThat(failure(sign(sick, sickKey)).problem()).isEqualTo(Problem.UNAVAILABLE);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestBridge.TIMEOUT.multipliedBy(3));
				assertThat(await(sign(well, wellKey))).isNotEmpty();
			}
			await().atMost(SOON).until(() -> sick.health().state() == HsmHealth.State.OPEN);
			assertThat(failure(sign(sick, sickKey))).hasMessageContaining("left alone");
			assertThat(well.health().errorRate()).isZero();
			library.clear();
			await().atMost(SOON).until(() -> sick.health().state() == HsmHealth.State.CLOSED);
			assertThat(await(sign(sick, sickKey))).isNotEmpty();
		}
		finally {
			library.clear();
		}
	}

	@Test
	void aFailingHsmOpensTheCircuitWhichClosesByItselfAfterwards() {
		FaultyLibrary library = FaultyLibrary.create("failing");
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", SoftToken.take());
			HsmKey key = key(hsm);
			library.on("C_Sign", "C_GenerateRandom").fail(DEVICE_ERROR);
			assertThat(failure(sign(hsm, key))).hasMessageContaining("CKR_DEVICE_ERROR")
				.returns(Problem.UNAVAILABLE, HsmException::problem);
			await().atMost(SOON).until(() -> hsm.health().state() == HsmHealth.State.OPEN);
			long calls = library.calls("C_Sign");
			failure(sign(hsm, key));
			assertThat(library.calls("C_Sign")).as("an open circuit does not call the HSM").isEqualTo(calls);
			library.clear();
			await().atMost(SOON).until(() -> hsm.health().state() == HsmHealth.State.CLOSED);
			assertThat(await(sign(hsm, key))).isNotEmpty();
			assertThat(hsm.health().lastError()).contains("CKR_DEVICE_ERROR");
		}
		finally {
			library.clear();
		}
	}

	@Test
	void sessionsThatTheTokenDroppedAreRenewedOnce() {
		FaultyLibrary library = FaultyLibrary.create("dropping");
		try (TestBridge bridge = TestBridge.to("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", SoftToken.take());
			HsmKey key = key(hsm);
			library.on("C_SignInit").next(1).dropSessions();
			assertThat(await(sign(hsm, key))).isNotEmpty();
			library.on("C_Sign").next(1).fail(SESSION_HANDLE_INVALID);
			assertThat(await(sign(hsm, key))).isNotEmpty();
			library.on("C_Sign").next(2).fail(SESSION_HANDLE_INVALID);
			assertThat(failure(sign(hsm, key)).problem()).isEqualTo(Problem.UNAVAILABLE);
			assertThat(await(sign(hsm, key))).isNotEmpty();
		}
		finally {
			library.clear();
		}
	}

	@Test
	void manyCallersSurviveSessionsThatAreDroppedAgainAndAgain() {
		FaultyLibrary library = FaultyLibrary.create("dropping-often");
		try (TestBridge bridge = TestBridge.to("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", SoftToken.take());
			HsmKey key = key(hsm);
			AtomicInteger refused = new AtomicInteger();
			for (int round = 0; round < 5; round++) {
				library.on("C_SignInit").next(1).dropSessions();
				Flux.range(0, 40).flatMap((i) -> sign(hsm, key).onErrorResume(HsmException.class, (ex) -> {
					assertThat(ex.problem()).as(ex.getMessage()).isEqualTo(Problem.UNAVAILABLE);
					refused.incrementAndGet();
					return Mono.empty();
				}), 8).then().block(TestBridge.PATIENCE);
				assertThat(await(sign(hsm, key))).isNotEmpty();
			}
			assertThat(refused.get()).as("each drop is seen by the calls under way alone").isLessThan(40);
		}
		finally {
			library.clear();
		}
	}

	@Test
	void aWrongPinIsCountedAndNeverTriedAgain() {
		FaultyLibrary library = FaultyLibrary.create("wrong-pin");
		SoftToken token = SoftToken.take();
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", token, "not-the-pin");
			for (int i = 0; i < 3; i++) {
				assertThat(failure(hsm.validate())).returns(Problem.AUTHENTICATION, HsmException::problem)
					.hasMessageNotContaining("not-the-pin");
			}
			assertThat(hsm.health().refusedLogins()).isEqualTo(1);
			assertThat(library.calls("C_Login")).isEqualTo(1);
			assertThat(hsm.health().state()).as("a wrong PIN is not the HSM's failure")
				.isEqualTo(HsmHealth.State.CLOSED);
			hsm.close();
			await().atMost(SOON)
				.ignoreExceptions()
				.until(() -> await(bridge.open("faulty", token).validate()).token().serial().equals(token.serial()));
		}
	}

	@Test
	void aSecondConnectionToASlotIsRefusedUntilTheFirstIsClosed() {
		SoftToken token = SoftToken.take();
		try (TestBridge bridge = TestBridge.to("softhsm", SoftToken.library())) {
			HsmConnection first = bridge.open("softhsm", token);
			key(first);
			HsmTarget bySerial = new HsmTarget.Token("softhsm", HsmTarget.By.SERIAL, token.serial());
			HsmConnection second = bridge.open(bySerial, token.pin());
			assertThat(failure(second.validate()).problem()).isEqualTo(Problem.SLOT_TAKEN);
			first.close();
			await().atMost(SOON).ignoreExceptions().until(() -> await(second.validate()).keys().size() > 3);
		}
	}

	@Test
	void theSlotOfAConnectionThatIsClosedWhileItHangsIsFree() {
		FaultyLibrary library = FaultyLibrary.create("closed-while-hanging");
		SoftToken token = SoftToken.take();
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", token);
			HsmKey key = key(hsm);
			library.on("C_Sign").hang();
			assertThat(failure(sign(hsm, key)).problem()).isEqualTo(Problem.UNAVAILABLE);
			hsm.close();
			HsmConnection next = bridge.open("faulty", token);
			await().atMost(SOON)
				.ignoreExceptions()
				.until(() -> HsmOperationsTests.create(next, HsmKeyAlgorithm.AES_256, Use.ENCRYPT) != null);
			assertThat(library.hanging()).isPositive();
		}
		finally {
			library.clear();
		}
	}

	@Test
	void aTokenThatWentAndCameBackIsUsedAgain() {
		FaultyLibrary library = FaultyLibrary.create("unplugged");
		SoftToken token = SoftToken.take();
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", token);
			HsmKey key = key(hsm);
			assertThat(await(sign(hsm, key))).isNotEmpty();
			token.unplug();
			await().atMost(SOON).until(() -> failure(sign(hsm, key)).problem() == Problem.UNAVAILABLE);
			assertThat(failure(sign(hsm, key)).problem()).as("a lost token is not a lost key")
				.isEqualTo(Problem.UNAVAILABLE);
			token.plugIn();
			await().atMost(SOON).ignoreExceptions().until(() -> sign(hsm, key).block(TestBridge.PATIENCE) != null);
			await().atMost(SOON).until(() -> hsm.health().state() == HsmHealth.State.CLOSED);
		}
	}

	// A lost token is not a lost key.
	private static void whileUnplugged(SoftToken token, HsmConnection hsm, HsmKey key) {
		token.unplug();
		try {
			for (int i = 0; i < 10; i++) {
				assertThat(failure(sign(hsm, key))).returns(Problem.UNAVAILABLE, HsmException::problem);
			}
		}
		finally {
			token.plugIn();
		}
	}

	@Test
	void neighboursOfARestartedLibraryGoOn() {
		FaultyLibrary library = FaultyLibrary.create("neighbours");
		SoftToken token = SoftToken.take();
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", token);
			HsmConnection neighbour = bridge.open("faulty", SoftToken.take());
			HsmKey key = key(hsm);
			HsmKey neighbours = key(neighbour);
			long starts = library.calls("C_Initialize");
			whileUnplugged(token, hsm, key);
			await().atMost(SOON).ignoreExceptions().until(() -> sign(hsm, key).block(TestBridge.PATIENCE) != null);
			assertThat(library.calls("C_Initialize")).isGreaterThan(starts);
			assertThat(await(sign(neighbour, neighbours))).isNotEmpty();
		}
	}

	@Test
	void aKeyThatIsMadeTooLateIsDestroyedAgain() {
		FaultyLibrary library = FaultyLibrary.create("late");
		SoftToken token = SoftToken.take();
		try (TestBridge bridge = TestBridge.to("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", token);
			key(hsm);
			library.on("C_GenerateKeyPair").next(1).hang();
			HsmKeyRequest request = new HsmKeyRequest(HsmKeyAlgorithm.EC_P256, Set.of(Use.SIGN), "late");
			assertThat(hsm.create(request)
				.map(HsmKey::reference)
				.timeout(TestBridge.TIMEOUT, Mono.just("gone"))
				.block(SOON)).isEqualTo("gone");
			long destroyed = library.calls("C_DestroyObject");
			library.release();
			await().atMost(SOON).until(() -> library.calls("C_DestroyObject") >= destroyed + 2);
		}
		finally {
			library.clear();
		}
	}

	@Test
	void moreCallsThanTheQueueTakesAreRefusedAtOnce() {
		FaultyLibrary library = FaultyLibrary.create("full");
		try (TestBridge bridge = TestBridge.impatient("faulty", library.path())) {
			HsmConnection hsm = bridge.open("faulty", SoftToken.take());
			HsmKey key = key(hsm);
			library.on("C_Sign").hang();
			List<Problem> problems = Flux.range(0, 600)
				.flatMap((i) -> sign(hsm, key).map((signature) -> Problem.REFUSED)
					.onErrorResume(HsmException.class, (ex) -> Mono.just(ex.problem())), 600)
				.collectList()
				.block(TestBridge.PATIENCE);
			assertThat(problems).hasSize(600)
				.containsOnly(Problem.OVERLOADED, Problem.UNAVAILABLE)
				.contains(Problem.OVERLOADED);
		}
		finally {
			library.clear();
		}
	}

	static Stream<Named<BrokenLibrary>> brokenLibraries() {
		return Stream.of(BrokenLibrary.values()).map((each) -> Named.of(each.name(), each));
	}

	@ParameterizedTest
	@MethodSource("brokenLibraries")
	void aLibraryThatCannotBeUsedIsNeverLoadedHere(BrokenLibrary broken) {
		try (TestBridge bridge = TestBridge.to("broken", broken.compiled())) {
			HsmConnection hsm = bridge.open(new HsmTarget.Token("broken", HsmTarget.By.LABEL, "any"), "1234");
			assertThat(failure(hsm.validate()).problem()).isEqualTo(Problem.LIBRARY_UNUSABLE);
		}
	}

	@Test
	void missingLibrariesAndTokensAreNamed() {
		Path missing = Path.of("/nowhere/lib.so");
		try (TestBridge bridge = TestBridge.impatient(Map.of("missing", new HsmSettings.Library(missing, null),
				"softhsm", new HsmSettings.Library(SoftToken.library(), null)))) {
			HsmConnection none = bridge.open(new HsmTarget.Token("missing", HsmTarget.By.LABEL, "any"), "1234");
			assertThat(failure(none.validate())).returns(Problem.LIBRARY_UNUSABLE, HsmException::problem)
				.hasMessageContaining("no such file");
			HsmConnection unknown = bridge.open(new HsmTarget.Token("softhsm", HsmTarget.By.LABEL, "nobody"), "1234");
			assertThat(failure(unknown.validate())).returns(Problem.NO_SUCH_TOKEN, HsmException::problem)
				.hasMessageContaining("nobody");
			assertThat(failure(Mono
				.fromCallable(() -> bridge.open(new HsmTarget.Token("other", HsmTarget.By.LABEL, "any"), "1234"))))
				.hasMessageContaining("not configured by the operator");
		}
	}

	@Test
	void metersTellOperationsAndOutcomesAndEndWithTheConnection() {
		try (TestBridge bridge = TestBridge.to("softhsm", SoftToken.library())) {
			HsmConnection hsm = bridge.open("softhsm", SoftToken.take());
			HsmKey key = key(hsm);
			await(sign(hsm, key));
			assertThat(bridge.registry()
				.get("qnsp.hsm.calls")
				.tag("operation", "sign")
				.tag("outcome", "success")
				.timer()
				.count()).isEqualTo(1);
			assertThat(bridge.registry().get("qnsp.hsm.circuit").gauge().value()).isZero();
			HsmHealth health = hsm.health();
			assertThat(health.calls()).isEqualTo(2);
			assertThat(health.latencyMs()).isPositive();
			assertThat(health.lastSuccess()).isNotNull();
			hsm.close();
			assertThat(bridge.registry().getMeters()).isEmpty();
		}
	}

	private static HsmKey key(HsmConnection hsm) {
		return HsmOperationsTests.create(hsm, HsmKeyAlgorithm.EC_P256, Use.SIGN);
	}

	private static Mono<byte[]> sign(HsmConnection hsm, HsmKey key) {
		return hsm.sign(key, HsmSignatureScheme.ECDSA_SHA256, MESSAGE);
	}

}
