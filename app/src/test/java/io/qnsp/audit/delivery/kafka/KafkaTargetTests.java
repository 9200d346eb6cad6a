package io.qnsp.audit.delivery.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.delivery.DestinationSettings;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaTargetTests {

	private static KafkaTarget target(Map<String, Object> more, Map<String, String> secrets) {
		Map<String, Object> config = new HashMap<>(Map.of("bootstrapServers", "a.test:9092,b.test:9093", "topic", "t"));
		config.putAll(more);
		return KafkaTarget.of(new DestinationSettings(UUID.randomUUID(), UUID.randomUUID(), config, secrets));
	}

	@Test
	void withoutChoicesItIsTlsStructuredAndKeyedByTenant() {
		KafkaTarget target = target(Map.of(), Map.of());
		assertThat(target).isEqualTo(new KafkaTarget("a.test:9092,b.test:9093", "t", false, false, true, null));
		assertThat(target.hosts()).containsExactly("a.test", "b.test");
		assertThat(target.producer("me")).containsEntry("security.protocol", "SSL")
			.containsEntry("client.id", "me")
			.doesNotContainKey("sasl.jaas.config");
	}

	@Test
	void choicesAreHeeded() {
		KafkaTarget target = target(Map.of("key", "resource", "mode", "binary", "security", "plaintext", "username",
				"u", "saslMechanism", "PLAIN"), Map.of("password", "p"));
		assertThat(target.byResource()).isTrue();
		assertThat(target.binary()).isTrue();
		assertThat(target.producer("me")).containsEntry("security.protocol", "SASL_PLAINTEXT")
			.containsEntry("sasl.mechanism", "PLAIN");
		assertThat(target(Map.of("username", "u"), Map.of("password", "p")).producer("me"))
			.containsEntry("security.protocol", "SASL_SSL")
			.containsEntry("sasl.mechanism", "SCRAM-SHA-512");
	}

	@Test
	void aProducerIsBoundedInMemoryAndTime() {
		assertThat(target(Map.of(), Map.of()).producer("me"))
			.containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20)
			.containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000)
			.containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 6_000);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "plain", "with \"quotes\"", "back\\slash", "\\\"; evil=\"x", "a;b=c # d /* e */ 'f'", "\\" })
	void aLoginIsReadAsItWasWrittenWhateverItHolds(String text) {
		Map<String, Object> settings = target(Map.of("username", text), Map.of("password", text)).producer("me");
		JaasContext context = JaasContext
			.loadClientContext(Map.of("sasl.jaas.config", new Password((String) settings.get("sasl.jaas.config"))));
		assertThat(context.configurationEntries()).hasSize(1);
		Map<String, ?> options = context.configurationEntries().getFirst().getOptions();
		assertThat(Map.<String, Object>copyOf(options)).isEqualTo(Map.of("username", text, "password", text));
	}

	@Test
	void secretsAreNotShown() {
		assertThat(target(Map.of("username", "u"), Map.of("password", "hidden-secret")).toString())
			.doesNotContain("hidden-secret");
	}

}
