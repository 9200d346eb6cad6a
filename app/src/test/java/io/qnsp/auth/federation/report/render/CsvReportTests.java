package io.qnsp.auth.federation.report.render;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CsvReportTests {

	@Test
	void disarmsFormulasInTextsOnly() {
		assertThat(CsvReport.cell("=1+1")).isEqualTo("'=1+1");
		assertThat(CsvReport.cell("plain")).isEqualTo("plain");
		assertThat(CsvReport.cell(-1.5)).isEqualTo("-1.5");
	}

}
