package io.qnsp.kms.escrow.deposit;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.time.CalendarPeriod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EscrowRequestTests {

	private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

	private static Instant end(@Nullable Instant wanted) {
		return new EscrowRequest(new UUID(0, 1), new UUID(0, 2), new EscrowRequest.Metadata(null, wanted))
			.end(CalendarPeriod.of("P1Y"), NOW);
	}

	@ParameterizedTest
	@CsvSource({ ", 2027-05-01T10:00:00Z", "2026-06-01T00:00:00Z, 2026-06-01T00:00:00Z",
			"2030-01-01T00:00:00Z, 2027-05-01T10:00:00Z" })
	void endsWithTheRetentionOrEarlierIfAskedTo(@Nullable Instant wanted, Instant end) {
		assertThat(end(wanted)).isEqualTo(end);
	}

	@Test
	void refusesATimeThatIsOver() {
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> end(NOW))
			.satisfies((refusal) -> assertThat(refusal.details()).containsOnlyKeys("metadata.expiresAt"));
	}

}
