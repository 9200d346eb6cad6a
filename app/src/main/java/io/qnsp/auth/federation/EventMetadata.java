package io.qnsp.auth.federation;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.json.FreeForm;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata of an event as JSON text that PostgreSQL stores: at most 16 KiB of what
 * {@link FreeForm} lets through.
 *
 * @param json the text
 */
record EventMetadata(String json) {

	private static final int MAX_BYTES = 16 * 1024;

	/**
	 * Checks what a client sent.
	 * @param metadata the object, or {@code null} for an empty one
	 * @param mapper writes it
	 * @return the text
	 * @throws QnspException a 400 that names the place
	 */
	static EventMetadata of(@Nullable Map<String, Object> metadata, JsonMapper mapper) {
		if (metadata == null) {
			return new EventMetadata("{}");
		}
		FreeForm.check("metadata", metadata);
		String json = mapper.writeValueAsString(metadata);
		int bytes = json.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_BYTES) {
			throw QnspException.badRequest("metadata", bytes + " bytes (expected: at most " + MAX_BYTES + ")");
		}
		return new EventMetadata(json);
	}

}
