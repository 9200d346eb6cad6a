package io.qnsp.audit.export;

import java.io.ByteArrayOutputStream;
import java.util.List;

import io.qnsp.audit.events.EventView;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON Lines: an event as it looks everywhere, on one line. JSON escapes line ends in
 * texts.
 */
public final class JsonLines implements EventLines {

	private final JsonMapper json;

	/**
	 * Creates the writer.
	 * @param json the application's mapper
	 */
	public JsonLines(JsonMapper json) {
		this.json = json;
	}

	@Override
	public byte[] lines(List<EventView> events) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (EventView event : events) {
			bytes.writeBytes(this.json.writeValueAsBytes(event));
			bytes.write('\n');
		}
		return bytes.toByteArray();
	}

}
