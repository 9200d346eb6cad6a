package io.qnsp.auth.risk;

import org.jspecify.annotations.Nullable;

/**
 * What text from outside must satisfy before the model or the database sees it.
 */
final class BoundedText {

	private BoundedText() {
	}

	/**
	 * Says what is wrong with a text. The value itself is not repeated: it may be long.
	 * @param name the field's name for the message
	 * @param text the text
	 * @param min fewest characters
	 * @param max most characters
	 * @return the problem, or {@code null} if there is none
	 */
	static @Nullable String problem(String name, String text, int min, int max) {
		if (text.length() < min || text.length() > max) {
			return "%s: %d characters (expected: %d..%d)".formatted(name, text.length(), min, max);
		}
		for (int i = 0; i < text.length(); i++) {
			if (Character.isISOControl(text.charAt(i))) {
				return "%s: control character U+%04X at %d (expected: none)".formatted(name, (int) text.charAt(i), i);
			}
		}
		return null;
	}

	/**
	 * Throws if there is a problem.
	 * @param problem the problem or {@code null}
	 * @throws IllegalArgumentException with the problem as its message
	 */
	static void require(@Nullable String problem) {
		if (problem != null) {
			throw new IllegalArgumentException(problem);
		}
	}

}
