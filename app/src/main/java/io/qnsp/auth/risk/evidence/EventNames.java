package io.qnsp.auth.risk.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of an event's detail, which come back from the journal without types.
 */
final class EventNames {

	private EventNames() {
	}

	static String constant(String wireName) {
		return wireName.toUpperCase(Locale.ROOT);
	}

	static Map<String, Double> scores(@Nullable Object value) {
		Map<String, Double> scores = new HashMap<>();
		if (value instanceof Map<?, ?> map) {
			map.forEach((name, score) -> {
				if (name instanceof String text && score instanceof Number number) {
					scores.put(text, number.doubleValue());
				}
			});
		}
		return scores;
	}

	static List<String> texts(@Nullable Object value) {
		return (value instanceof List<?> list) ? list.stream().map(String::valueOf).toList() : List.of();
	}

}
