package io.qnsp.hsm.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class FaultyLibraryTests {

	private static final long OK = 0;

	private static final long DEVICE_ERROR = 0x30;

	private static final long VENDOR_DEFINED = 0x8000_0001L;

	private static final long SESSION_HANDLE_INVALID = 0xB3;

	private static final SoftToken TOKEN = SoftToken.take();

	private static final SoftToken OTHER = SoftToken.take();

	private static final FaultyLibrary FAULTY = FaultyLibrary.create("faulty");

	private static final PlainLibrary LIBRARY = new PlainLibrary(FAULTY.path());

	@BeforeAll
	static void initialise() {
		LIBRARY.initialise();
	}

	@AfterEach
	void clear() {
		FAULTY.clear();
	}

	@AfterAll
	static void end() {
		LIBRARY.end();
	}

	@Test
	void withoutAFaultItIsSoftHsm() {
		assertThat(LIBRARY.slots()).containsEntry(TOKEN.label(), TOKEN.slotId());
		long session = LIBRARY.open(TOKEN.slotId());
		assertThat(LIBRARY.random(session)).isEqualTo(OK);
		LIBRARY.require("C_CloseSession", session);
	}

	@Test
	void failsTheNextCallsOnlyAndCountsAll() {
		long session = LIBRARY.open(TOKEN.slotId());
		long before = FAULTY.calls("C_GenerateRandom");
		FAULTY.on("C_GenerateRandom").next(2).fail(DEVICE_ERROR);
		assertThat(LIBRARY.random(session)).isEqualTo(DEVICE_ERROR);
		assertThat(LIBRARY.random(session)).isEqualTo(DEVICE_ERROR);
		assertThat(LIBRARY.random(session)).isEqualTo(OK);
		assertThat(FAULTY.calls("C_GenerateRandom") - before).isEqualTo(3);
	}

	@Test
	void failsEveryFunctionUntilCleared() {
		long session = LIBRARY.open(TOKEN.slotId());
		FAULTY.on().fail(VENDOR_DEFINED);
		assertThat(LIBRARY.random(session)).isEqualTo(VENDOR_DEFINED);
		assertThat(LIBRARY.call("C_Logout", session)).isEqualTo(VENDOR_DEFINED);
		FAULTY.clear();
		assertThat(LIBRARY.random(session)).isEqualTo(OK);
	}

	@Test
	void failsOneSlotOnly() {
		long session = LIBRARY.open(TOKEN.slotId());
		long other = LIBRARY.open(OTHER.slotId());
		FAULTY.on("C_GenerateRandom", "C_GetMechanismList").only(TOKEN).fail(DEVICE_ERROR);
		assertThat(LIBRARY.random(session)).isEqualTo(DEVICE_ERROR);
		assertThat(LIBRARY.random(other)).isEqualTo(OK);
		assertThat(LIBRARY.mechanisms(TOKEN.slotId())).isEqualTo(DEVICE_ERROR);
		assertThat(LIBRARY.mechanisms(OTHER.slotId())).isEqualTo(OK);
	}

	@Test
	void delaysACall() {
		long session = LIBRARY.open(TOKEN.slotId());
		FAULTY.on("C_GenerateRandom").next(1).delay(Duration.ofMillis(200));
		long start = System.nanoTime();
		assertThat(LIBRARY.random(session)).isEqualTo(OK);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
	}

	@Test
	void hangsUntilReleasedAndThenAgain() {
		long session = LIBRARY.open(TOKEN.slotId());
		FAULTY.on("C_GenerateRandom").hang();
		CompletableFuture<Long> first = CompletableFuture.supplyAsync(() -> LIBRARY.random(session));
		await().until(() -> FAULTY.hanging() == 1);
		assertThat(LIBRARY.mechanisms(TOKEN.slotId())).isEqualTo(OK);
		assertThat(first).isNotDone();
		FAULTY.release();
		assertThat(first.join()).isEqualTo(OK);
		CompletableFuture<Long> second = CompletableFuture.supplyAsync(() -> LIBRARY.random(session));
		await().until(() -> FAULTY.hanging() == 1);
		FAULTY.clear();
		assertThat(second.join()).isEqualTo(OK);
		assertThat(FAULTY.hanging()).isZero();
	}

	@Test
	void droppedSessionsAreGoneAndTheUserIsLoggedOut() {
		long session = LIBRARY.open(TOKEN.slotId());
		long another = LIBRARY.open(TOKEN.slotId());
		assertThat(LIBRARY.login(session, TOKEN.pin())).isEqualTo(OK);
		FAULTY.on("C_GenerateRandom").next(1).dropSessions();
		assertThat(LIBRARY.random(session)).isEqualTo(SESSION_HANDLE_INVALID);
		assertThat(LIBRARY.random(another)).isEqualTo(SESSION_HANDLE_INVALID);
		long renewed = LIBRARY.open(TOKEN.slotId());
		assertThat(LIBRARY.random(renewed)).isEqualTo(OK);
		assertThat(LIBRARY.login(renewed, TOKEN.pin())).isEqualTo(OK);
		LIBRARY.require("C_Logout", renewed);
	}

	@Test
	void endsWithoutTouchingAnotherLibrary() {
		FaultyLibrary faulty = FaultyLibrary.create("ends");
		PlainLibrary library = new PlainLibrary(faulty.path());
		library.initialise();
		library.end();
		assertThat(LIBRARY.random(LIBRARY.open(TOKEN.slotId()))).isEqualTo(OK);
		library.initialise();
		assertThat(library.random(library.open(TOKEN.slotId()))).isEqualTo(OK);
		assertThat(faulty.calls("C_Initialize")).isEqualTo(2);
		library.end();
	}

	@Test
	void refusesAFunctionThatIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> FAULTY.on("C_Sing")).withMessageContaining("C_Sing");
	}

}
