package io.qnsp.app.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.crypto.keyring.Keyring;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Batches as records: JSON with every field of every entry, sealed. A stretch that is too
 * long for a record becomes several; an entry that is too large for any is left out, and
 * whoever receives the rest notices that it is missing.
 */
final class BatchCodec {

	/** What a record holds at most, in bytes before sealing. */
	static final int MAX_BYTES = 900_000;

	private static final String PURPOSE = "journal-transport";

	private final JsonMapper json;

	private final Keyring keyring;

	private final String topic;

	/**
	 * Creates the codec.
	 * @param json reads and writes entries as the journal does
	 * @param keyring seals
	 * @param topic records of another topic don't open
	 */
	BatchCodec(JsonMapper json, Keyring keyring, String topic) {
		this.json = json;
		this.keyring = keyring;
		this.topic = topic;
	}

	/**
	 * Writes a stretch.
	 * @param batch the stretch
	 * @return its records in order, at least one
	 */
	Mono<List<byte[]>> encode(JournalBatch batch) {
		return Flux.defer(() -> Flux.fromIterable(texts(batch)))
			.concatMap((text) -> this.keyring.sealOfAnyLength(text, PURPOSE, this.topic))
			.collectList();
	}

	private List<byte[]> texts(JournalBatch batch) {
		List<byte[]> texts = new ArrayList<>();
		EventPosition previous = batch.previous();
		Text text = new Text(previous);
		for (JournalEntry entry : batch.entries()) {
			byte[] one = this.json.writeValueAsBytes(new Written(entry.position().toString(), entry.event()));
			if (!text.takes(one)) {
				texts.add(text.end());
				text = new Text(previous);
			}
			if (text.takes(one)) {
				text.add(one);
			}
			else {
				// Nothing may seem to follow what came before it.
				text = new Text(entry.position());
			}
			previous = entry.position();
		}
		texts.add(text.end());
		return texts;
	}

	/**
	 * Reads a record.
	 * @param record what came
	 * @return the stretch, or an error when it is none that this root key has sealed
	 */
	Mono<JournalBatch> decode(byte[] record) {
		return this.keyring.openOfAnyLength(record, PURPOSE, this.topic).map((text) -> {
			Read read = this.json.readValue(text, Read.class);
			return new JournalBatch(position(read.previous()),
					read.entries()
						.stream()
						.map((entry) -> new JournalEntry(position(entry.position()), entry.event()))
						.toList());
		});
	}

	private static EventPosition position(String text) {
		return EventPosition.parse(text)
			.orElseThrow(() -> new IllegalArgumentException("position: not readable (expected: XID-UUID)"));
	}

	/**
	 * A record's JSON while it is written.
	 */
	private static final class Text {

		private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private boolean empty = true;

		Text(EventPosition previous) {
			this.bytes.writeBytes(
					"{\"previous\":\"%s\",\"entries\":[".formatted(previous).getBytes(StandardCharsets.US_ASCII));
		}

		boolean takes(byte[] entry) {
			return this.bytes.size() + entry.length + 1 + END.length <= MAX_BYTES;
		}

		void add(byte[] entry) {
			if (!this.empty) {
				this.bytes.write(',');
			}
			this.empty = false;
			this.bytes.writeBytes(entry);
		}

		byte[] end() {
			this.bytes.writeBytes(END);
			return this.bytes.toByteArray();
		}

	}

	private record Written(String position, AuditEvent event) {

	}

	private record Read(String previous, List<Written> entries) {

	}

}
