package io.qnsp.audit.delivery.webhook;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTests {

	private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

	@Test
	void readsSecondsAndDates() {
		assertThat(RetryAfter.read("120", NOW)).isEqualTo(Duration.ofMinutes(2));
		assertThat(RetryAfter.read(" 0 ", NOW)).isZero();
		assertThat(RetryAfter.read("Mon, 30 Nov 2026 12:00:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(30));
		assertThat(RetryAfter.read("Mon, 30 Nov 2026 11:00:00 GMT", NOW)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "soon", "1.5", "99999999999999999999", "Mon, 31 Feb 2026 11:00:00 GMT" })
	void ignoresWhatSaysNothing(String value) {
		assertThat(RetryAfter.read(value, NOW)).isNull();
	}

}
