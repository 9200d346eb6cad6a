package io.qnsp.hsm.module;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusedPinsTests {

	private static final long START = Long.MAX_VALUE - 5;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final RefusedPins pins = new RefusedPins();

	@Test
	void threeInARowPauseATokenForAQuarterOfAnHourAndEachFurtherOneAgain() {
		this.pins.refused("a", START);
		this.pins.refused("a", START);
		assertThat(this.pins.pause("a", START)).isZero();
		this.pins.refused("a", START + MINUTE);
		assertThat(this.pins.pause("a", START + MINUTE)).isEqualTo(Duration.ofMinutes(15));
		assertThat(this.pins.pause("a", START + 16 * MINUTE - 1)).isEqualTo(Duration.ofNanos(1));
		assertThat(this.pins.pause("a", START + 16 * MINUTE)).isZero();
		this.pins.refused("a", START + 17 * MINUTE);
		assertThat(this.pins.pause("a", START + 17 * MINUTE)).isEqualTo(Duration.ofMinutes(15));
	}

	@Test
	void anAcceptedPinEndsTheCountAndOtherTokensHaveTheirOwn() {
		for (int i = 0; i < RefusedPins.MOST; i++) {
			this.pins.refused("a", START);
		}
		assertThat(this.pins.pause("b", START)).isZero();
		this.pins.accepted("b");
		assertThat(this.pins.pause("a", START)).isPositive();
		this.pins.accepted("a");
		this.pins.refused("a", START);
		assertThat(this.pins.pause("a", START)).isZero();
	}

}
