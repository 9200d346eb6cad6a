package io.qnsp.kms.analytics.rule;

import java.time.Instant;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertWindowTests {

	private static AlertWindow window(String text) {
		return AlertWindow.parse(text).orElseThrow();
	}

	@ParameterizedTest
	@CsvSource({ "5m,300,300", "15m,900,300", "60m,3600,3600", "90m,5400,300", "1440m,86400,86400", "1h,3600,3600",
			"24h,86400,86400", "25h,90000,3600", "168h,604800,86400", "1d,86400,86400", "30d,2592000,86400" })
	void readsWindowsAndTheSpansTheyAreMadeOf(String text, long seconds, int span) {
		assertThat(window(text).seconds()).isEqualTo(seconds);
		assertThat(window(text).spanSeconds()).isEqualTo(span);
		assertThat(window(text).seconds() / span).isLessThanOrEqualTo(288);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "5", "m", "0m", "4m", "7m", "1445m", "169h", "31d", "-5m", "05m", "5M", "5 m", "1w",
			"99999m", "1.5h", "\u0665m" })
	void takesNothingElse(String text) {
		assertThat(AlertWindow.parse(text)).isEmpty();
	}

	@Test
	void everyTimeLiesInExactlyOneWindow() {
		SplittableRandom random = new SplittableRandom(11);
		String[] texts = { "5m", "15m", "35m", "90m", "1h", "7h", "24h", "3d", "30d" };
		for (int i = 0; i < 10_000; i++) {
			AlertWindow window = window(texts[random.nextInt(texts.length)]);
			Instant time = Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L));
			Instant start = window.startOf(time);
			assertThat(start).as("%s %s", window, time).isBeforeOrEqualTo(time);
			assertThat(window.endOf(start)).isAfter(time);
			assertThat(window.startOf(start)).isEqualTo(start);
			assertThat(window.startOf(window.endOf(start).minusMillis(1))).isEqualTo(start);
			assertThat(window.startOf(window.endOf(start))).isEqualTo(window.endOf(start));
			assertThat(start.getEpochSecond() % window.spanSeconds()).isZero();
		}
	}

	@Test
	void aDayIsADayOfUtc() {
		assertThat(window("24h").startOf(Instant.parse("2026-03-04T12:34:56Z"))).isEqualTo("2026-03-04T00:00:00Z");
	}

}
