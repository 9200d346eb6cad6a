package io.qnsp.audit.streaming;

import java.nio.charset.StandardCharsets;

import io.qnsp.audit.events.EventView;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Writes the messages of a stream (WHATWG HTML, server-sent events).
 */
@Component
final class Frames {

	private static final byte[] HEARTBEAT = ascii(": heartbeat\n\n");

	private final JsonMapper json;

	private final byte[] hello;

	Frames(JsonMapper json, StreamingProperties properties) {
		this.json = json;
		this.hello = ascii(": connected\nretry: " + properties.retry().toMillis() + "\n\n");
	}

	/**
	 * The first bytes of a stream.
	 */
	byte[] hello() {
		return this.hello;
	}

	byte[] heartbeat() {
		return HEARTBEAT;
	}

	/**
	 * Tells a client that it reads more slowly than events happen. It has no id, so the
	 * place to resume at stays.
	 */
	byte[] lagging(EventPosition cursor) {
		return ascii("event: lagging\ndata: {\"resumesAfter\":\"" + cursor + "\"}\n\n");
	}

	/**
	 * The last message of a stream that the server ends.
	 */
	byte[] closed(EndReason reason) {
		return ascii("event: closed\ndata: {\"reason\":\"" + reason.wireName() + "\"}\n\n");
	}

	/**
	 * Encodes an event.
	 */
	Frame of(JournalEntry entry) {
		// JSON holds no line break outside of escapes, so it is one data line.
		byte[] data = this.json.writeValueAsBytes(EventView.of(entry.event()));
		byte[] head = ascii("id: " + entry.position() + "\nevent: audit_event\ndata: ");
		byte[] bytes = new byte[head.length + data.length + 2];
		System.arraycopy(head, 0, bytes, 0, head.length);
		System.arraycopy(data, 0, bytes, head.length, data.length);
		bytes[bytes.length - 2] = '\n';
		bytes[bytes.length - 1] = '\n';
		return new Frame(entry.position(), bytes);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
