package io.qnsp.audit.streaming;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Event streams, {@code qnsp.streaming.*}.
 *
 * @param heartbeat a silent stream gets a comment at the latest after this time; 15
 * seconds by default
 * @param recheck how often the credential of an open stream is verified again, beside
 * when the journal tells of a change; 15 seconds by default
 * @param retry what clients are told to wait before they connect again; 3 seconds by
 * default
 * @param queueCapacity how many events may wait for one client, 1,024 by default; a
 * client with more goes on from the journal
 * @param maxStreamsPerTenant open streams of one tenant on this instance, 1,000 by
 * default
 * @param maxStreams open streams on this instance, 20,000 by default
 * @param historyReaders how many streams read the journal at the same time, 4 by default
 * @param drain over which time many streams are ended when the server shuts down; 3
 * seconds by default
 * @param comeBack over which time the clients of a server that shuts down are asked to
 * come back, beside what they wait anyway; 10 seconds by default
 */
@ConfigurationProperties("qnsp.streaming")
record StreamingProperties(@DefaultValue("15s") Duration heartbeat, @DefaultValue("15s") Duration recheck,
		@DefaultValue("3s") Duration retry, @DefaultValue("1024") int queueCapacity,
		@DefaultValue("1000") int maxStreamsPerTenant, @DefaultValue("20000") int maxStreams,
		@DefaultValue("4") int historyReaders, @DefaultValue("3s") Duration drain,
		@DefaultValue("10s") Duration comeBack) {

	StreamingProperties {
		requireRange("heartbeat", heartbeat.toMillis(), 100, 300_000);
		requireRange("recheck", recheck.toMillis(), 100, 300_000);
		requireRange("retry", retry.toMillis(), 10, 300_000);
		requireRange("queue-capacity", queueCapacity, 16, 1_000_000);
		requireRange("max-streams-per-tenant", maxStreamsPerTenant, 1, 1_000_000);
		requireRange("max-streams", maxStreams, 1, 1_000_000);
		requireRange("history-readers", historyReaders, 1, 64);
		// The shutdown of a phase is given 20 seconds.
		requireRange("drain", drain.toMillis(), 0, 15_000);
		requireRange("come-back", comeBack.toMillis(), 0, 300_000);
	}

	/**
	 * How long a client may leave unread what was written to it: two heartbeats.
	 */
	Duration deadAfter() {
		return this.heartbeat.multipliedBy(2);
	}

	private static void requireRange(String name, long value, long min, long max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(
					"qnsp.streaming.%s: %d (expected: %d..%d)".formatted(name, value, min, max));
		}
	}

	/**
	 * How often silent streams are looked for.
	 */
	Duration tick() {
		return Duration.ofMillis(Math.min(1_000, this.heartbeat.toMillis() / 5));
	}

}
