package io.qnsp.audit.delivery.kafka;

import java.time.Duration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.app.kafka.KafkaClients;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.core.lifecycle.Repetition;
import reactor.core.Disposable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires deliveries to Kafka.
 */
@Configuration(proxyBeanMethods = false)
class KafkaDeliveryConfiguration {

	private static final Duration SWEEP = Duration.ofSeconds(5);

	@Bean(destroyMethod = "close")
	KafkaClients deliveryKafkaClients(KafkaProperties properties) {
		return new KafkaClients(properties.maxProducers());
	}

	@Bean
	ProducerSlots producerSlots(KafkaProperties properties, MeterRegistry meters) {
		ProducerSlots slots = new ProducerSlots(properties.maxProducers(), properties.idle(),
				meters.config().clock()::monotonicTime);
		Gauge.builder("qnsp.streaming.kafka.producers", slots, ProducerSlots::open)
			.description("Open Kafka producers of deliveries, those at rest included")
			.register(meters);
		return slots;
	}

	@Bean(destroyMethod = "dispose")
	Disposable producerSweep(ProducerSlots slots) {
		return Repetition.every(SWEEP, "Closing of Kafka producers at rest", slots::sweep);
	}

	@Bean
	KafkaDestinations kafkaDestinations(KafkaClients deliveryKafkaClients, ProducerSlots slots, TargetRules rules,
			KafkaProperties properties) {
		return new KafkaDestinations(deliveryKafkaClients, slots, rules, ClusterTrust.context(properties.truststore()));
	}

}
