package io.qnsp.audit.delivery.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.audit.delivery.EventAttributes;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.delivery.TestOutgoing;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaRecordsTests {

	private final OutgoingEvent event = TestOutgoing.event(7, "note");

	private static KafkaRecords records(boolean byResource, boolean binary) {
		return new KafkaRecords(new KafkaTarget("a.test:1", "t", byResource, binary, true, null), TestOutgoing.TENANT);
	}

	private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
		return Stream.of(record.headers().toArray())
			.collect(Collectors.toMap((header) -> header.key(),
					(header) -> new String(header.value(), StandardCharsets.UTF_8)));
	}

	@Test
	void structuredModeIsTheEventAsItIs() {
		ProducerRecord<byte[], byte[]> record = records(false, false).of(this.event);
		assertThat(record.value()).isEqualTo(this.event.json());
		assertThat(record.key()).asString().isEqualTo(TestOutgoing.TENANT.toString());
		assertThat(headers(record)).isEqualTo(Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));
		assertThat(record.topic()).isEqualTo("t");
	}

	@Test
	void binaryModeHasTheAttributesAsHeaders() {
		ProducerRecord<byte[], byte[]> record = records(true, true).of(this.event);
		EventAttributes parts = EventAttributes.of(this.event);
		assertThat(record.value()).isEqualTo(parts.data());
		assertThat(record.key()).asString().isEqualTo("key/key-7");
		assertThat(headers(record)).hasSize(11)
			.containsEntry("content-type", "application/json")
			.containsEntry("ce_specversion", "1.0")
			.containsEntry("ce_id", this.event.id().toString())
			.containsEntry("ce_type", "kms.key.create")
			.containsEntry("ce_sequence", this.event.position().toString())
			.doesNotContainKey("ce_datacontenttype");
	}

	@Test
	void seesWhatNoRequestHolds() {
		assertThat(KafkaRecords.isTooLarge(records(false, false).of(TestOutgoing.event(1, "x".repeat(900_000)))))
			.isFalse();
		assertThat(KafkaRecords.isTooLarge(records(false, true).of(TestOutgoing.event(1, "x".repeat(1_000_000)))))
			.isTrue();
	}

}
