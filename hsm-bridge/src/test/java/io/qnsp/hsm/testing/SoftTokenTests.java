package io.qnsp.hsm.testing;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SoftTokenTests {

	private static final long OK = 0;

	private static final long PIN_INCORRECT = 0xA0;

	private static final long NOT_INITIALIZED = 0x190;

	@Test
	void tokenIsWhatSoftHsmItselfSaysOfIt() {
		SoftToken token = SoftToken.take();
		assertThat(listed(token)).containsPattern("Initialized: +yes")
			.containsPattern("User PIN init.: +yes")
			.containsPattern("Label: +" + token.label() + "\\s")
			.startsWith(token.slotId() + "\n");
	}

	@Test
	void librarySeesTheTokensAndEachTakesItsOwnPinOnly() {
		SoftToken token = SoftToken.take();
		SoftToken other = SoftToken.take();
		PlainLibrary library = initialised("pins");
		assertThat(library.slots()).containsEntry(token.label(), token.slotId())
			.containsEntry(other.label(), other.slotId());
		long session = library.open(token.slotId());
		assertThat(library.login(session, other.pin())).isEqualTo(PIN_INCORRECT);
		assertThat(library.login(session, token.pin())).isEqualTo(OK);
		library.end();
	}

	@Test
	void tokenMadeLaterIsSeenOnlyAfterTheLibraryStartsAgain() {
		PlainLibrary library = initialised("later");
		SoftToken token = SoftToken.create("made-later", "1234", "56789");
		assertThat(library.slots()).doesNotContainKey("made-later");
		restart(library);
		assertThat(library.slots()).containsEntry("made-later", token.slotId());
		library.end();
	}

	@Test
	void copiesOfTheLibraryStartAndEndEachForItself() {
		SoftToken token = SoftToken.take();
		PlainLibrary first = initialised("first");
		PlainLibrary second = initialised("second");
		long session = second.open(token.slotId());
		first.end();
		assertThat(first.random(session)).isEqualTo(NOT_INITIALIZED);
		assertThat(second.login(session, token.pin())).isEqualTo(OK);
		assertThat(second.random(session)).isEqualTo(OK);
		second.end();
	}

	@Test
	void unpluggedTokenIsGoneUntilItIsPluggedInAgain() {
		SoftToken token = SoftToken.take();
		token.unplug();
		assertThat(listed(token)).isEmpty();
		token.plugIn();
		assertThat(listed(token)).isNotEmpty();
	}

	@Test
	void unpluggedTokenWorksAgainOnceItIsPluggedInAndTheLibraryStartsAgain() {
		SoftToken token = SoftToken.take();
		PlainLibrary library = initialised("unplugged");
		token.unplug();
		restart(library);
		assertThat(library.slots()).doesNotContainKey(token.label());
		token.plugIn();
		restart(library);
		assertThat(library.login(library.open(token.slotId()), token.pin())).isEqualTo(OK);
		library.end();
	}

	private static void restart(PlainLibrary library) {
		library.end();
		library.initialise();
	}

	private static PlainLibrary initialised(String copy) {
		PlainLibrary library = new PlainLibrary(SoftToken.libraryCopy(copy));
		library.initialise();
		return library;
	}

	private static String listed(SoftToken token) {
		return Arrays.stream(Program.run("softhsm2-util", "--show-slots").split("(?m)^Slot "))
			.filter((slot) -> slot.contains(token.serial()))
			.findFirst()
			.orElse("");
	}

}
