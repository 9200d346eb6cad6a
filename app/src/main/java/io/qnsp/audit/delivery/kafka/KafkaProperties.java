package io.qnsp.audit.delivery.kafka;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator decides about deliveries to Kafka.
 *
 * @param truststore a file with PEM certificates that are trusted beside the machine's
 * own, or {@code null}
 * @param maxProducers how many clusters are connected to at the same time, 64 by default
 * @param idle how long a producer that is not used is kept, a minute by default
 */
@ConfigurationProperties("qnsp.streaming.kafka")
record KafkaProperties(@Nullable Path truststore, @DefaultValue("64") int maxProducers,
		@DefaultValue("1m") Duration idle) {

	KafkaProperties {
		if (maxProducers < 1 || maxProducers > 10_000) {
			throw new IllegalArgumentException(
					"qnsp.streaming.kafka.max-producers: %d (expected: 1..10000)".formatted(maxProducers));
		}
		if (idle.toMillis() < 100) {
			throw new IllegalArgumentException(
					"qnsp.streaming.kafka.idle: %s (expected: 100 ms or more)".formatted(idle));
		}
	}

}
