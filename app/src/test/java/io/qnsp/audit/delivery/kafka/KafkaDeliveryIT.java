package io.qnsp.audit.delivery.kafka;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.KafkaBroker;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.delivery.DeliveryCalls;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kafka from the API call to a real broker.
 */
@QnspServerTest
class KafkaDeliveryIT {

	private static final AtomicInteger TOPICS = new AtomicInteger();

	private final KafkaBroker broker = KafkaBroker.shared();

	private final String topic = "subscription-" + TOPICS.incrementAndGet();

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private DeliveryCalls delivery;

	private Account owner = new Account(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");

	@BeforeEach
	void prepare() {
		this.owner = this.tenants.owner();
		this.broker.createTopic(this.topic, 2, Map.of());
	}

	private UUID subscribe(String more) {
		String body = """
				{"name":"siem","filters":{"eventTypes":["test.thing.*"]},
				 "destination":{"type":"kafka","config":{"bootstrapServers":"%s","topic":"%s","security":"plaintext"%s}}}
				"""
			.formatted(this.broker.plain(), this.topic, more);
		return UUID.fromString(this.delivery
			.read(TestCalls.body(TestCalls.call(this.web, "POST", DeliveryCalls.PATH, this.owner, body), 201))
			.path("subscriptionId")
			.asString());
	}

	private void delivered(UUID id, int count) {
		Eventually.until(count + " delivered",
				() -> this.delivery.get(this.web, this.owner, id)
					.path("delivery")
					.path("eventsDelivered")
					.asLong() >= count);
	}

	private List<String> ids(int expected) {
		return this.broker.records(this.topic, expected)
			.stream()
			.map((record) -> this.delivery.read(new String(record.value(), java.nio.charset.StandardCharsets.UTF_8))
				.path("id")
				.asString())
			.toList();
	}

	@Test
	void whatHappensArrivesInCommitOrderOnceEach() {
		UUID id = subscribe("");
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 120);
		this.delivery.happenElsewhere(this.owner.tenantId(), 5);
		delivered(id, 120);
		assertThat(ids(120)).containsExactlyElementsOf(happened);
		ConsumerRecord<String, byte[]> record = this.broker.records(this.topic, 120).getFirst();
		assertThat(record.key()).isEqualTo(this.owner.tenantId().toString());
		assertThat(KafkaBroker.headers(record).get("content-type"))
			.isEqualTo("application/cloudevents+json; charset=UTF-8");
	}

	@Test
	void inBinaryModeTheHeadersAreTheAttributesAndTheValueIsTheEvent() {
		UUID id = subscribe(",\"mode\":\"binary\",\"key\":\"resource\"");
		List<String> happened = this.delivery.happen(this.owner.tenantId(), 10);
		delivered(id, 10);
		List<ConsumerRecord<String, byte[]>> records = this.broker.records(this.topic, 10);
		assertThat(records).extracting((record) -> KafkaBroker.headers(record).get("ce_id"))
			.containsExactlyElementsOf(happened);
		assertThat(records).allSatisfy((record) -> {
			assertThat(record.key()).isEqualTo("thing/thing-1");
			assertThat(KafkaBroker.headers(record)).containsEntry("ce_type", "test.thing.happen")
				.containsEntry("ce_tenantid", this.owner.tenantId().toString())
				.containsEntry("content-type", "application/json");
			JsonNode value = this.delivery.read(new String(record.value(), java.nio.charset.StandardCharsets.UTF_8));
			assertThat(value.path("eventId").asString()).isEqualTo(KafkaBroker.headers(record).get("ce_id"));
		});
	}

	@Test
	void aBrokerThatWasDownGetsEverythingInOrder() {
		UUID id = subscribe("");
		List<String> happened = new ArrayList<>(this.delivery.happen(this.owner.tenantId(), 20));
		delivered(id, 20);
		this.broker.kill();
		happened.addAll(this.delivery.happen(this.owner.tenantId(), 20));
		Eventually.until("a failure is shown",
				() -> this.delivery.get(this.web, this.owner, id)
					.path("delivery")
					.path("lastError")
					.toString()
					.contains("The cluster did not answer in time"));
		this.broker.start();
		happened.addAll(this.delivery.happen(this.owner.tenantId(), 20));
		delivered(id, 60);
		assertThat(new LinkedHashSet<>(ids(60))).containsExactlyElementsOf(happened);
	}

}
