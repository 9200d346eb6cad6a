package io.qnsp.hsm.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.lang.foreign.MemorySegment.NULL;
import static org.assertj.core.api.Assertions.assertThat;

class NssTokenTests {

	private static final long OK = 0;

	private static final long PIN_INCORRECT = 0xA0;

	private static final long ML_KEM_KEY_PAIR_GEN = 0x0F;

	private static final long ML_DSA_KEY_PAIR_GEN = 0x1C;

	private static final long PARAMETER_SET = 0x61D;

	private static final long SECOND_PARAMETER_SET = 2;

	private static final PlainLibrary NSS = new PlainLibrary(NssToken.library());

	@BeforeAll
	static void initialise() {
		NSS.initialise();
	}

	@AfterAll
	static void end() {
		NSS.end();
	}

	@Test
	void libraryHasExactlyTheTokensAndEachTakesItsOwnPinOnly() {
		assertThat(NSS.slots()).hasSize(NssToken.values().length);
		for (NssToken token : NssToken.values()) {
			assertThat(NSS.slots()).containsEntry(token.label(), token.slotId());
			long session = NSS.open(token.slotId());
			assertThat(NSS.login(session, "not-" + token.pin())).isEqualTo(PIN_INCORRECT);
			assertThat(NSS.login(session, token.pin())).isEqualTo(OK);
			NSS.require("C_Logout", session);
			NSS.require("C_CloseSession", session);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { ML_KEM_KEY_PAIR_GEN, ML_DSA_KEY_PAIR_GEN })
	void tokenMakesPostQuantumKeys(long mechanism) {
		long session = NSS.open(NssToken.FIRST.slotId());
		assertThat(NSS.login(session, NssToken.FIRST.pin())).isEqualTo(OK);
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_LONG, mechanism, 0, 0);
			MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_LONG, SECOND_PARAMETER_SET);
			MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_LONG, PARAMETER_SET, value.address(),
					Long.BYTES);
			MemorySegment publicKey = arena.allocate(ValueLayout.JAVA_LONG);
			MemorySegment privateKey = arena.allocate(ValueLayout.JAVA_LONG);
			NSS.require("C_GenerateKeyPair", session, how, parameters, 1L, NULL, 0L, publicKey, privateKey);
			assertThat(privateKey.get(ValueLayout.JAVA_LONG, 0)).isNotZero();
		}
		NSS.require("C_Logout", session);
		NSS.require("C_CloseSession", session);
	}

}
