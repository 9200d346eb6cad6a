package io.qnsp.audit.delivery.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.audit.delivery.EventAttributes;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.core.journal.AuditEvent;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Events as records, by the Kafka binding of CloudEvents 1.0.
 */
final class KafkaRecords {

	private static final String CONTENT_TYPE = "content-type";

	private static final List<Header> STRUCTURED = List
		.of(header(CONTENT_TYPE, "application/cloudevents+json; charset=UTF-8"));

	// The batch's own header and the lengths of a record's parts.
	private static final int OVERHEAD = 128;

	private final KafkaTarget target;

	private final byte[] tenant;

	KafkaRecords(KafkaTarget target, UUID tenantId) {
		this.target = target;
		this.tenant = bytes(tenantId.toString());
	}

	ProducerRecord<byte[], byte[]> of(OutgoingEvent event) {
		if (!this.target.binary()) {
			return new ProducerRecord<>(this.target.topic(), null, null, key(event.event()), event.json(), STRUCTURED);
		}
		EventAttributes parts = EventAttributes.of(event);
		List<Header> headers = new ArrayList<>();
		parts.context()
			.forEach((name, value) -> headers.add(name.equals("datacontenttype") ? header(CONTENT_TYPE, value)
					: header(EventAttributes.PREFIX + name, value)));
		return new ProducerRecord<>(this.target.topic(), null, null, key(event.event()), parts.data(), headers);
	}

	/**
	 * Whether a record is larger than what a request may hold.
	 */
	static boolean isTooLarge(ProducerRecord<byte[], byte[]> record) {
		return size(record) > KafkaTarget.MAX_BYTES;
	}

	/**
	 * How many bytes a record takes at most.
	 */
	static int size(ProducerRecord<byte[], byte[]> record) {
		int size = OVERHEAD + record.key().length + record.value().length;
		for (Header header : record.headers()) {
			size += header.key().length() + Objects.requireNonNull(header.value()).length + 4;
		}
		return size;
	}

	private byte[] key(AuditEvent event) {
		AuditEvent.Resource resource = event.resource();
		return (this.target.byResource() && resource != null) ? bytes(resource.type() + "/" + resource.id())
				: this.tenant;
	}

	private static Header header(String name, String value) {
		return new RecordHeader(name, bytes(value));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
