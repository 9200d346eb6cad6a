package io.qnsp.core.time;

import java.time.Instant;
import java.time.Period;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CalendarPeriodTests {

	@ParameterizedTest
	@CsvSource({ "P1M, 2026-02-28T10:00:00Z", "P7Y, 2033-01-31T10:00:00Z", "PT36H, 2026-02-01T22:00:00Z",
			"P0D, 2026-01-31T10:00:00Z", "p2w, 2026-02-14T10:00:00Z" })
	void endsByTheCalendar(String text, Instant end) {
		assertThat(CalendarPeriod.of(text).after(Instant.parse("2026-01-31T10:00:00Z"))).isEqualTo(end);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "P", "1 day", "P-1D", "-P1D", "P1001Y", "P999999999Y", "PT9999999999999H", "P1YT1H",
			"P0000000000000000000000000000000000000001D" })
	void refusesWhatIsNoPeriodOrOutOfRange(String text) {
		assertThat(CalendarPeriod.parse(text)).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> CalendarPeriod.of(text))
			.withMessageContaining("ISO 8601");
	}

	@Test
	void comparesPeriodsOfDifferentUnits() {
		CalendarPeriod period = CalendarPeriod.of("PT24H");
		assertThat(period.isBetween(Period.ofDays(1), Period.ofDays(1))).isTrue();
		assertThat(period.isBetween(Period.ofDays(2), Period.ofYears(1))).isFalse();
		assertThat(period.isBetween(Period.ZERO, Period.ZERO)).isFalse();
		assertThat(period).hasToString("PT24H").isEqualTo(CalendarPeriod.of("PT24H")).hasSameHashCodeAs("PT24H");
	}

}
