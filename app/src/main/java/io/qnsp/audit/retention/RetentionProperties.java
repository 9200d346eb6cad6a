package io.qnsp.audit.retention;

import java.time.Duration;
import java.util.Map;

import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Retention of audit events, {@code qnsp.retention.*}.
 *
 * @param minimum how many days events of each tier are kept at least, 7..36500; every
 * tier has one
 * @param addOns how many days an add-on demands at least
 * @param workPerCall how long one call cleans up before a job goes on, 20 seconds by
 * default
 * @param workPerJob how long one job cleans up before the next one goes on, a minute by
 * default
 * @param scan how many events one statement looks at, 100..100,000, by default 10,000
 * @param archiveEvents how many events one archive holds at most, 1..100,000, by default
 * 10,000
 */
@ConfigurationProperties("qnsp.retention")
public record RetentionProperties(Map<Tier, Integer> minimum, Map<AddOn, Integer> addOns,
		@DefaultValue("20s") Duration workPerCall, @DefaultValue("60s") Duration workPerJob,
		@DefaultValue("10000") int scan, @DefaultValue("10000") int archiveEvents) {

	/**
	 * No tier's minimum is below this many days, and the database deletes nothing
	 * younger.
	 */
	public static final int LEAST_DAYS = 7;

	private static final int MOST_DAYS = 36_500;

	public RetentionProperties {
		minimum = Map.copyOf(minimum);
		addOns = Map.copyOf(addOns);
		for (Tier tier : Tier.values()) {
			Integer days = minimum.get(tier);
			if (days == null) {
				throw new IllegalArgumentException(
						"qnsp.retention.minimum.%s: missing (expected: days)".formatted(tier.wireName()));
			}
			requireRange("minimum." + tier.wireName(), days, LEAST_DAYS, MOST_DAYS);
		}
		addOns.forEach((addOn, days) -> requireRange("add-ons." + addOn.wireName(), days, LEAST_DAYS, MOST_DAYS));
		requireRange("work-per-call", workPerCall.toMillis(), 1, 25_000);
		requireRange("work-per-job", workPerJob.toMillis(), 1, 240_000);
		requireRange("scan", scan, 100, 100_000);
		requireRange("archive-events", archiveEvents, 1, 100_000);
	}

	private static void requireRange(String name, long value, long min, long max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(
					"qnsp.retention.%s: %d (expected: %d..%d)".formatted(name, value, min, max));
		}
	}

}
