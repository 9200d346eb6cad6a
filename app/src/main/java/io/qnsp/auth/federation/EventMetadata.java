package io.qnsp.auth.federation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata of an event as JSON text that PostgreSQL stores: at most 16 KiB, at most 8
 * levels deep, no NUL and no lone surrogate, finite numbers.
 *
 * @param json the text
 */
record EventMetadata(String json) {

	private static final int MAX_BYTES = 16 * 1024;

	private static final int MAX_DEPTH = 8;

	private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

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
		check("metadata", metadata, 1);
		String json = mapper.writeValueAsString(metadata);
		int bytes = json.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_BYTES) {
			throw QnspException.badRequest("metadata", bytes + " bytes (expected: at most " + MAX_BYTES + ")");
		}
		return new EventMetadata(json);
	}

	private static void check(String place, @Nullable Object value, int depth) {
		if (depth > MAX_DEPTH + 1) {
			throw QnspException.badRequest("metadata", "too deep (expected: at most " + MAX_DEPTH + " levels)");
		}
		switch (value) {
			case Map<?, ?> fields -> fields.forEach((name, field) -> {
				check(place, name, depth);
				check(place, field, depth + 1);
			});
			case List<?> items -> items.forEach((item) -> check(place, item, depth + 1));
			case String text -> {
				if (UNSTORABLE.matcher(text).find()) {
					throw QnspException.badRequest(place, "NUL or a lone surrogate in a text (expected: none)");
				}
			}
			case Double number -> {
				if (!Double.isFinite(number)) {
					throw QnspException.badRequest(place, "a number too large (expected: at most 1.8e308)");
				}
			}
			case null, default -> {
			}
		}
	}

}
