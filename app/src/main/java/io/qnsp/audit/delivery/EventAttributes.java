package io.qnsp.audit.delivery;

import java.util.Arrays;
import java.util.Map;

import io.qnsp.audit.events.CloudEvents;
import io.qnsp.core.journal.JournalEntry;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event taken apart for transports that carry its attributes beside its data, as
 * CloudEvents' binary mode does.
 *
 * @param context the context attributes by name, in the order they were written
 * @param data the data as it was written, byte by byte; must not be changed
 */
public record EventAttributes(Map<String, String> context, byte[] data) {

	/** Put before an attribute's name wherever names of others are around. */
	public static final String PREFIX = "ce_";

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * Takes an event apart.
	 * @param event the event
	 * @return its parts
	 */
	public static EventAttributes of(OutgoingEvent event) {
		return new EventAttributes(CloudEvents.attributes(new JournalEntry(event.position(), event.event())),
				data(event.json()));
	}

	/**
	 * The data of an event.
	 * @param structured the event in CloudEvents' structured mode
	 * @return the data as it was written, empty when there is none
	 */
	static byte[] data(byte[] structured) {
		try (JsonParser parser = JSON.createParser(structured)) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean found = parser.currentName().equals("data");
				parser.nextToken();
				if (found) {
					return raw(parser, structured);
				}
				parser.skipChildren();
			}
		}
		return new byte[0];
	}

	private static byte[] raw(JsonParser parser, byte[] all) {
		int from = (int) parser.currentTokenLocation().getByteOffset();
		parser.skipChildren();
		parser.finishToken();
		return Arrays.copyOfRange(all, from, (int) parser.currentLocation().getByteOffset());
	}

	@Override
	public String toString() {
		return "EventAttributes" + this.context.keySet();
	}

}
