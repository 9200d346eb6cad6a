package io.qnsp.auth.federation.report.render;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvReportTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "=1+1", "+1", "-1", "@sum", "\t=1", "\rx", " =1+1", "\u00a0=1+1", "\uff1d1+1", "\u3000@x" })
	void disarmsWhatASpreadsheetTakesForAFormula(String text) {
		assertThat(CsvReport.cell(text)).isEqualTo("'" + text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "plain", " plain", "a=b", "1-1" })
	void leavesOtherTextsAsTheyAre(String text) {
		assertThat(CsvReport.cell(text)).isEqualTo(text);
	}

	@Test
	void leavesNumbersAsTheyAre() {
		assertThat(CsvReport.cell(-1.5)).isEqualTo("-1.5");
	}

}
