package io.qnsp.app.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The transport between instances.
 *
 * @param bootstrapServers where the cluster is found, or empty for no transport
 * @param topic the topic, {@code qnsp-journal} by default; made with one partition when
 * it is not there and the cluster permits
 * @param properties further settings of Kafka's clients by their own names, such as
 * {@code security.protocol}, {@code ssl.truststore.location}, {@code sasl.jaas.config}
 * @param lease how long after the leader's death another instance takes over, 5 seconds
 * by default
 */
@ConfigurationProperties("qnsp.transport.kafka")
record TransportProperties(@DefaultValue("") String bootstrapServers, @DefaultValue("qnsp-journal") String topic,
		@Nullable Map<String, String> properties, @DefaultValue("5s") Duration lease) {

	TransportProperties {
		if (!topic.matches("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}")) {
			throw new IllegalArgumentException(
					"qnsp.transport.kafka.topic: %s (expected: 1..249 of A-Z a-z 0-9 . _ -)".formatted(topic));
		}
		if (lease.toMillis() < 500 || lease.toMillis() > 300_000) {
			throw new IllegalArgumentException(
					"qnsp.transport.kafka.lease: %s (expected: 0.5 s..5 min)".formatted(lease));
		}
	}

	/**
	 * What every client needs to know.
	 * @param more what this one needs besides
	 */
	Map<String, Object> client(Map<String, Object> more) {
		Map<String, Object> all = new HashMap<>(more);
		all.put(CommonClientConfigs.CLIENT_ID_CONFIG, "qnsp-journal");
		if (this.properties != null) {
			all.putAll(this.properties);
		}
		all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, this.bootstrapServers);
		return all;
	}

	// The settings may hold passwords.
	@Override
	public String toString() {
		return "TransportProperties[" + this.topic + "]";
	}

}
