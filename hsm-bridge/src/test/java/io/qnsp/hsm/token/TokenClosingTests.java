package io.qnsp.hsm.token;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmSettings;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.module.Pkcs11Module;
import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls that are under way while the connection is closed.
 */
class TokenClosingTests {

	private static final FaultyLibrary LIBRARY = FaultyLibrary.create("closing");

	private static final long GENERAL_ERROR = 5;

	private static final long USER_NOT_LOGGED_IN = 0x101;

	@AfterEach
	void endFaults() {
		LIBRARY.clear();
	}

	static Stream<Named<Consumer<TokenSession>>> callsWithoutLogin() {
		return Stream.of(Named.of("a general error", (session) -> {
			LIBRARY.on("C_GenerateRandom").fail(GENERAL_ERROR);
			session.calls().random(8);
		}), Named.of("no login", (session) -> {
			LIBRARY.on("C_GenerateRandom").fail(USER_NOT_LOGGED_IN);
			session.calls().random(8);
		}), Named.of("no key",
				(session) -> session.handle(ObjectClass.SECRET_KEY, new HsmKey("00", HsmKeyAlgorithm.AES_256, null))));
	}

	@ParameterizedTest
	@MethodSource("callsWithoutLogin")
	void aCallUnderWayAnswersThatTheConnectionIsClosedAndCountsAsNoLoss(Consumer<TokenSession> call) {
		SoftToken there = SoftToken.take();
		Pkcs11Module module = new Pkcs11Module("faulty", new HsmSettings.Library(LIBRARY.path(), null));
		Token token = new Token(module, new HsmTarget.Token("faulty", HsmTarget.By.LABEL, there.label()), 4);
		try (HsmCredential.Pin pin = new HsmCredential.Pin(there.pin().getBytes(StandardCharsets.UTF_8))) {
			token.login(pin);
		}
		assertThatExceptionOfType(HsmException.class).isThrownBy(() -> token.run((session) -> {
			token.close();
			call.accept(session);
			return "done";
		})).withMessageEndingWith("the connection is closed").returns(Problem.UNAVAILABLE, HsmException::problem);
		assertThat(token.restart()).as("the library stays as it is").isFalse();
		assertThat(module.starts()).isOne();
	}

}
