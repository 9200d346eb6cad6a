package io.qnsp.audit.delivery.sqs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.qnsp.audit.delivery.EventAttributes;
import io.qnsp.audit.delivery.OutgoingEvent;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Events as messages, and messages as requests of a size that SQS takes.
 */
final class SqsMessages {

	/** How many messages a request holds. */
	static final int MOST = 10;

	/** The largest message and request, in bytes with attributes. */
	static final int MAX_BYTES = 262_144;

	private static final int MOST_ATTRIBUTES = 10;

	private static final String TYPE = "String";

	// Attributes of CloudEvents that say what every message of ours has in common.
	private static final String CONTENT_TYPE = "datacontenttype";

	private final String group;

	private final boolean fifo;

	/**
	 * Creates it.
	 * @param group the message group of FIFO queues
	 * @param fifo whether the queue is one
	 */
	SqsMessages(String group, boolean fifo) {
		this.group = group;
		this.fifo = fifo;
	}

	/**
	 * A message.
	 * @param event the event
	 * @param index its place in the batch, by which the answer names it
	 */
	SendMessageBatchRequestEntry of(OutgoingEvent event, int index) {
		SendMessageBatchRequestEntry.Builder message = SendMessageBatchRequestEntry.builder()
			.id(Integer.toString(index))
			.messageBody(body(event.json()))
			.messageAttributes(attributes(event));
		if (this.fifo) {
			message.messageGroupId(this.group).messageDeduplicationId(event.id().toString());
		}
		return message.build();
	}

	// JSON may hold two characters that SQS takes only as escapes.
	private static String body(byte[] json) {
		return new String(json, StandardCharsets.UTF_8).replace("\uFFFE", "\\ufffe").replace("\uFFFF", "\\uffff");
	}

	private static Map<String, MessageAttributeValue> attributes(OutgoingEvent event) {
		Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
		EventAttributes.of(event).context().forEach((name, value) -> {
			String text = storable(value);
			if (attributes.size() < MOST_ATTRIBUTES && !name.equals(CONTENT_TYPE) && !text.isEmpty()) {
				attributes.put(EventAttributes.PREFIX + name,
						MessageAttributeValue.builder().dataType(TYPE).stringValue(text).build());
			}
		});
		return attributes;
	}

	private static String storable(String value) {
		StringBuilder text = new StringBuilder(value);
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c >= '\uFFFE') {
				text.setCharAt(i, '\uFFFD');
			}
		}
		return text.toString();
	}

	/**
	 * How much a message counts.
	 */
	static int size(SendMessageBatchRequestEntry message) {
		int size = bytes(message.messageBody());
		for (Map.Entry<String, MessageAttributeValue> attribute : message.messageAttributes().entrySet()) {
			size += bytes(attribute.getKey()) + TYPE.length()
					+ bytes(Objects.requireNonNull(attribute.getValue().stringValue()));
		}
		return size;
	}

	private static int bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	/**
	 * Requests for the messages before the first that is too large.
	 * @param messages the messages in order
	 * @return their parts in order, each small enough for a request
	 */
	static List<List<SendMessageBatchRequestEntry>> requests(List<SendMessageBatchRequestEntry> messages) {
		List<List<SendMessageBatchRequestEntry>> requests = new ArrayList<>();
		List<SendMessageBatchRequestEntry> current = new ArrayList<>();
		int room = MAX_BYTES;
		for (SendMessageBatchRequestEntry message : messages) {
			int size = size(message);
			if (size > MAX_BYTES) {
				break;
			}
			if (current.size() == MOST || size > room) {
				requests.add(current);
				current = new ArrayList<>();
				room = MAX_BYTES;
			}
			current.add(message);
			room -= size;
		}
		if (!current.isEmpty()) {
			requests.add(current);
		}
		return requests;
	}

}
