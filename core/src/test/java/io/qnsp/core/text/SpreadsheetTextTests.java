package io.qnsp.core.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpreadsheetTextTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "=1+1", "+1", "-1", "@sum", "\t=1", "\rx", " =1+1", "\u00a0=1+1", "\uff1d1+1", "\u3000@x" })
	void disarmsWhatASpreadsheetTakesForAFormula(String text) {
		assertThat(SpreadsheetText.inert(text)).isEqualTo("'" + text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "plain", " plain", "a=b", "1-1" })
	void leavesOtherTextsAsTheyAre(String text) {
		assertThat(SpreadsheetText.inert(text)).isEqualTo(text);
	}

}
