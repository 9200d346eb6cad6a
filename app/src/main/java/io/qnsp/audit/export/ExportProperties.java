package io.qnsp.audit.export;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Exports, {@code qnsp.export.*}.
 *
 * @param batch how many events are read at once, 1..1000; 200 by default
 * @param window how many events one statement looks through, 1..100000; 5,000 by default
 * @param readers how many exports read the journal at the same time, 1..64; 2 by default
 * @param maxPerTenant open exports of one tenant on this instance, 4 by default
 * @param max open exports on this instance, 64 by default
 * @param stall how long a client may take for one batch, 1 minute by default
 */
@ConfigurationProperties("qnsp.export")
record ExportProperties(@DefaultValue("200") int batch, @DefaultValue("5000") int window,
		@DefaultValue("2") int readers, @DefaultValue("4") int maxPerTenant, @DefaultValue("64") int max,
		@DefaultValue("1m") Duration stall) {

	ExportProperties {
		requireRange("batch", batch, 1_000);
		requireRange("window", window, 100_000);
		requireRange("readers", readers, 64);
		requireRange("max-per-tenant", maxPerTenant, 10_000);
		requireRange("max", max, 10_000);
		requireRange("stall", stall.toMillis(), 3_600_000);
	}

	private static void requireRange(String name, long value, long max) {
		if (value < 1 || value > max) {
			throw new IllegalArgumentException("qnsp.export.%s: %d (expected: 1..%d)".formatted(name, value, max));
		}
	}

}
