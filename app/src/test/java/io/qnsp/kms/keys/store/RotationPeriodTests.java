package io.qnsp.kms.keys.store;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RotationPeriodTests {

	@ParameterizedTest
	@CsvSource({ "P1D,2026-02-01T10:00:00Z", "P90D,2026-05-01T10:00:00Z", "P1M,2026-02-28T10:00:00Z",
			"P1Y,2027-01-31T10:00:00Z", "P10Y,2036-01-31T10:00:00Z", "PT36H,2026-02-01T22:00:00Z",
			"P2W,2026-02-14T10:00:00Z" })
	void theNextRotationFollowsTheCalendar(String text, Instant next) {
		assertThat(RotationPeriod.parse(text).orElseThrow().after(Instant.parse("2026-01-31T10:00:00Z")))
			.isEqualTo(next);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "P", "90d", "PT23H", "P0D", "-P90D", "P-1D", "P11Y", "P3654D", "P1DT12H30",
			"P999999999Y", "PT999999999999999H", "P1D and much more text than any period has" })
	void everythingElseIsRefused(String text) {
		assertThat(RotationPeriod.parse(text)).isEmpty();
	}

	@Test
	void daysAndHoursTogetherAreADuration() {
		assertThat(RotationPeriod.parse("P1DT12H").orElseThrow().after(Instant.EPOCH))
			.isEqualTo(Instant.parse("1970-01-02T12:00:00Z"));
	}

}
