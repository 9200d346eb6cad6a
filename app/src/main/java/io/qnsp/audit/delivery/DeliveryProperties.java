package io.qnsp.audit.delivery;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Delivery to destinations, {@code qnsp.streaming.delivery.*}.
 *
 * @param workers how many subscriptions an instance delivers at the same time, 64 by
 * default
 * @param workersPerTenant how many of them may be one tenant's, 8 by default
 * @param readers how many of them read the journal at the same time, 4 by default
 * @param page how many events are read at once, 100 by default
 * @param lease how long after an instance's death another takes its subscriptions over;
 * 30 seconds by default
 * @param linger how long a destination stays open when nothing is to be delivered; a
 * minute by default
 * @param tick how often paused deliveries are looked at; 250 ms by default
 * @param reread how often the list of subscriptions is read anew, beside when the journal
 * tells of a change; 30 seconds by default
 * @param idleAdvance how often the place of a subscription is moved on although nothing
 * passes its filter; a minute by default
 * @param attemptTimeout how long a destination may take for a batch, whatever its own
 * limit; 60 seconds by default
 * @param requestTimeout how long a webhook may take for a request; 10 seconds by default
 * @param firstPause the pause after the first failure, 5 seconds by default; each further
 * one is twice as long
 * @param longestPause the longest of these pauses, an hour by default
 * @param longestRetryAfter the longest pause that a destination may ask for, a day by
 * default
 * @param giveUpAfter how long a destination may accept nothing until its subscription is
 * disabled; 5 days by default
 * @param rejections how often an event is tried that the destination refuses for what it
 * is; 5 by default
 * @param deadLettersKept how long dead letters are kept, 90 days by default
 * @param stopGrace how long an instance that stops waits for what it delivers; 5 seconds
 * by default
 */
@ConfigurationProperties("qnsp.streaming.delivery")
public record DeliveryProperties(@DefaultValue("64") int workers, @DefaultValue("8") int workersPerTenant,
		@DefaultValue("4") int readers, @DefaultValue("100") int page, @DefaultValue("30s") Duration lease,
		@DefaultValue("60s") Duration linger, @DefaultValue("250ms") Duration tick,
		@DefaultValue("30s") Duration reread, @DefaultValue("60s") Duration idleAdvance,
		@DefaultValue("60s") Duration attemptTimeout, @DefaultValue("10s") Duration requestTimeout,
		@DefaultValue("5s") Duration firstPause, @DefaultValue("1h") Duration longestPause,
		@DefaultValue("1d") Duration longestRetryAfter, @DefaultValue("5d") Duration giveUpAfter,
		@DefaultValue("5") int rejections, @DefaultValue("90d") Duration deadLettersKept,
		@DefaultValue("5s") Duration stopGrace) {

	private static final Duration YEAR = Duration.ofDays(366);

	public DeliveryProperties {
		requireRange("workers", workers, 1, 1_000);
		requireRange("workers-per-tenant", workersPerTenant, 1, workers);
		requireRange("readers", readers, 1, 64);
		requireRange("page", page, 1, 1_000);
		requireRange("rejections", rejections, 1, 100);
		requireRange("lease", lease, Duration.ofMillis(300), Duration.ofMinutes(10));
		requireRange("linger", linger, Duration.ZERO, Duration.ofHours(1));
		requireRange("tick", tick, Duration.ofMillis(10), Duration.ofSeconds(10));
		requireRange("reread", reread, Duration.ofMillis(100), Duration.ofHours(1));
		requireRange("idle-advance", idleAdvance, Duration.ofMillis(100), Duration.ofHours(1));
		requireRange("attempt-timeout", attemptTimeout, Duration.ofMillis(10), Duration.ofMinutes(10));
		requireRange("request-timeout", requestTimeout, Duration.ofMillis(10), Duration.ofMinutes(5));
		requireRange("first-pause", firstPause, Duration.ofMillis(1), YEAR);
		requireRange("longest-pause", longestPause, firstPause, YEAR);
		requireRange("longest-retry-after", longestRetryAfter, Duration.ZERO, YEAR);
		requireRange("give-up-after", giveUpAfter, Duration.ofMillis(1), YEAR);
		requireRange("dead-letters-kept", deadLettersKept, Duration.ofMinutes(1), YEAR.multipliedBy(10));
		requireRange("stop-grace", stopGrace, Duration.ZERO, Duration.ofSeconds(15));
	}

	private static void requireRange(String name, int value, int min, int max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(
					"qnsp.streaming.delivery.%s: %d (expected: %d..%d)".formatted(name, value, min, max));
		}
	}

	private static void requireRange(String name, Duration value, Duration min, Duration max) {
		if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
			throw new IllegalArgumentException(
					"qnsp.streaming.delivery.%s: %s (expected: %s..%s)".formatted(name, value, min, max));
		}
	}

}
