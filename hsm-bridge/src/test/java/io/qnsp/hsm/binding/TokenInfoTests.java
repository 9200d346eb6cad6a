package io.qnsp.hsm.binding;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenInfoTests {

	@ParameterizedTest
	@CsvSource({ "0x400, false", "0x10400, false", "0x20400, true", "0x40400, true" })
	void aTokenSaysWhenAnotherWrongPinLocksIt(String flags, boolean expected) {
		TokenInfo token = new TokenInfo(1, "label", "maker", "model", "serial", Long.decode(flags), 0, 0, "1.0");
		assertThat(token.isAboutToLock()).isEqualTo(expected);
	}

	// 0 is no limit, and so is CK_UNAVAILABLE_INFORMATION
	@ParameterizedTest
	@CsvSource({ "0, 0, 8", "-1, -1, 8", "5, 0, 5", "100, 3, 3", "0, 1, 1", "100, 100, 8" })
	void aTokensOwnLimitBoundsItsSessions(long most, long mostThatWrite, int expected) {
		TokenInfo token = new TokenInfo(1, "label", "maker", "model", "serial", 0x400, most, mostThatWrite, "1.0");
		assertThat(token.sessions(8)).isEqualTo(expected);
	}

}
