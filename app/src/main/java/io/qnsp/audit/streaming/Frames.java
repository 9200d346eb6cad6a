package io.qnsp.audit.streaming;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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

	private static final double GOLDEN_RATIO = 0.618_033_988_749_894_9;

	private final JsonMapper json;

	private final AtomicLong turn = new AtomicLong();

	private final Counter encoded;

	private final long retry;

	private final long comeBack;

	Frames(JsonMapper json, StreamingProperties properties, MeterRegistry meters) {
		this.json = json;
		this.retry = properties.retry().toMillis();
		this.comeBack = properties.comeBack().toMillis();
		this.encoded = Counter.builder("qnsp.sse.events.encoded")
			.description("Events that were encoded, each for all streams that got it live")
			.register(meters);
	}

	/**
	 * The first bytes of a stream. Clients are told different times to wait, so that they
	 * do not come back together when an instance is gone.
	 */
	byte[] hello() {
		return ascii(": connected\nretry: " + between(this.retry, 2 * this.retry) + "\n\n");
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
	 * The last message of a stream that the server ends. A shutdown spreads the clients
	 * over some seconds.
	 */
	byte[] closed(EndReason reason) {
		String retry = (reason == EndReason.SHUTDOWN)
				? "retry: " + between(this.retry, this.retry + this.comeBack) + "\n" : "";
		return ascii(retry + "event: closed\ndata: {\"reason\":\"" + reason.wireName() + "\"}\n\n");
	}

	// Steps of the golden ratio lie more evenly than random numbers, however many.
	private long between(long least, long most) {
		double share = this.turn.incrementAndGet() * GOLDEN_RATIO % 1;
		return least + (long) (share * (most - least + 1));
	}

	/**
	 * Encodes an event.
	 */
	Frame of(JournalEntry entry) {
		this.encoded.increment();
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
