package io.qnsp.audit.integrity.seal;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Checkpoints, {@code qnsp.integrity.*}.
 *
 * @param maxEvents a tenant with as many events that are not sealed gets a checkpoint,
 * and no checkpoint seals more; 10,000 by default
 * @param maxAge a tenant whose oldest event that is not sealed is older gets a
 * checkpoint; 5 minutes by default
 * @param interval how often is looked who is due; 5 seconds by default
 * @param batch how many events are read at once; 500 by default
 */
@ConfigurationProperties("qnsp.integrity")
public record IntegrityProperties(@DefaultValue("10000") int maxEvents, @DefaultValue("5m") Duration maxAge,
		@DefaultValue("5s") Duration interval, @DefaultValue("500") int batch) {

	public IntegrityProperties {
		requireRange("max-events", maxEvents, 1, 100_000);
		requireRange("max-age", maxAge.toMillis(), 1, Duration.ofDays(1).toMillis());
		requireRange("interval", interval.toMillis(), 1_000, Duration.ofHours(1).toMillis());
		requireRange("batch", batch, 1, 10_000);
	}

	private static void requireRange(String name, long value, long min, long max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(
					"qnsp.integrity.%s: %d (expected: %d..%d)".formatted(name, value, min, max));
		}
	}

}
