package io.qnsp.audit.subscription;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * Takes fields out of a destination's configuration; what is left at the end is unknown.
 */
final class ConfigFields {

	private static final String PATH = "destination.config.";

	private static final int LONGEST_NAME_SHOWN = 50;

	private final Map<String, @Nullable Object> fields;

	ConfigFields(Map<String, @Nullable Object> config) {
		this.fields = new HashMap<>(config);
	}

	/**
	 * Takes a text that must be there.
	 */
	String required(String name, Pattern form, String expected) {
		String value = optional(name, form, expected);
		if (value == null) {
			throw refused(name, "missing", expected);
		}
		return value;
	}

	/**
	 * Takes a text that may be there.
	 */
	@Nullable String optional(String name, Pattern form, String expected) {
		Object value = this.fields.remove(name);
		if (value == null) {
			return null;
		}
		if (!(value instanceof String text) || !form.matcher(text).matches()) {
			// The value may be a secret in the wrong place.
			throw refused(name, "not readable", expected);
		}
		return text;
	}

	/**
	 * Takes a whole number that may be there.
	 */
	@Nullable Integer optionalNumber(String name, int min, int max) {
		Object value = this.fields.remove(name);
		if (value == null) {
			return null;
		}
		if (!(value instanceof Integer number) || number < min || number > max) {
			throw refused(name, "not readable", min + ".." + max);
		}
		return number;
	}

	/**
	 * Takes a flag that may be there.
	 */
	@Nullable Boolean optionalFlag(String name) {
		Object value = this.fields.remove(name);
		if (value == null) {
			return null;
		}
		if (!(value instanceof Boolean flag)) {
			throw refused(name, "not readable", "true or false");
		}
		return flag;
	}

	/**
	 * Refuses what nobody took.
	 */
	void end(String expected) {
		for (String name : this.fields.keySet()) {
			String shown = (name.length() <= LONGEST_NAME_SHOWN) ? name : name.substring(0, LONGEST_NAME_SHOWN);
			throw refused(shown, "unknown field", expected);
		}
	}

	static QnspException refused(String name, String problem, String expected) {
		return QnspException.badRequest(PATH + name, "%s (expected: %s)".formatted(problem, expected));
	}

}
