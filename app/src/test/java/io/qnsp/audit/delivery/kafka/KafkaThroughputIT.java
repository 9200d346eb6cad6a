package io.qnsp.audit.delivery.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;

import io.qnsp.app.kafka.KafkaClients;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.app.testing.KafkaBroker;
import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.DestinationSettings;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.delivery.TestOutgoing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records a second through the destination beside the plain client, which waits for each
 * batch too and has the same settings.
 */
class KafkaThroughputIT {

	private static final int BATCHES = 40;

	private final KafkaBroker broker = KafkaBroker.shared();

	@Test
	void aDestinationIsNotMuchSlowerThanThePlainClient() throws Exception {
		this.broker.createTopic("throughput", 1, Map.of());
		List<OutgoingEvent> batch = TestOutgoing.events(KafkaDestination.BATCH);
		KafkaTarget target = new KafkaTarget(this.broker.plain(), "throughput", false, false, false, null);
		KafkaClients clients = new KafkaClients(4);
		Destination destination = new KafkaDestinations(clients,
				new ProducerSlots(4, Duration.ofMinutes(1), System::nanoTime), new TargetRules(true),
				ClusterTrust.context(null))
			.open(new DestinationSettings(TestOutgoing.TENANT, UUID.randomUUID(),
					Map.of("bootstrapServers", this.broker.plain(), "topic", "throughput", "security", "plaintext"),
					Map.of()));
		Map<String, Object> settings = target.producer("raw");
		settings.putAll(Map.of("acks", "all", "enable.idempotence", true));
		try (KafkaProducer<byte[], byte[]> raw = new KafkaProducer<>(settings, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			KafkaRecords records = new KafkaRecords(target, TestOutgoing.TENANT);
			double best = 0;
			for (int round = 1; round <= 3; round++) {
				double plain = rate(() -> send(raw, records, batch));
				double ours = rate(() -> assertThat(destination.deliver(batch).block(Duration.ofSeconds(30)))
					.isEqualTo(new DeliveryOutcome.Accepted()));
				System.out.printf(
						"Kafka, round %d: plain client %.0f records/s, destination %.0f records/s, ratio %.2f%n", round,
						plain, ours, ours / plain);
				best = Math.max(best, ours / plain);
			}
			assertThat(best).isGreaterThan(0.4);
		}
		destination.close().block(Duration.ofSeconds(10));
		clients.close();
	}

	private static double rate(Step step) throws Exception {
		long start = System.nanoTime();
		for (int i = 0; i < BATCHES; i++) {
			step.run();
		}
		return BATCHES * KafkaDestination.BATCH / ((System.nanoTime() - start) / 1e9);
	}

	private static void send(KafkaProducer<byte[], byte[]> raw, KafkaRecords records, List<OutgoingEvent> batch)
			throws Exception {
		List<Future<?>> sent = new ArrayList<>();
		for (OutgoingEvent event : batch) {
			sent.add(raw.send(records.of(event)));
		}
		raw.flush();
		for (Future<?> each : sent) {
			each.get();
		}
	}

	private interface Step {

		void run() throws Exception;

	}

}
