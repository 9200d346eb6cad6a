package io.qnsp.core.error;

import org.jspecify.annotations.Nullable;

/**
 * What text from outside must satisfy before the model or the database sees it.
 */
public final class BoundedText {

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
	public static @Nullable String problem(String name, String text, int min, int max) {
		if (text.length() < min || text.length() > max) {
			return "%s: %d characters (expected: %d..%d)".formatted(name, text.length(), min, max);
		}
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isSurrogate(c) && !isPaired(text, i)) {
				return "%s: half a character at %d (expected: well-formed Unicode)".formatted(name, i);
			}
			if (Character.isISOControl(c)) {
				return "%s: control character U+%04X at %d (expected: none)".formatted(name, (int) c, i);
			}
		}
		return null;
	}

	// UTF-8 has no half of a surrogate pair: stored, two different texts would be one.
	private static boolean isPaired(String text, int index) {
		return Character.isHighSurrogate(text.charAt(index))
				? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
				: index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
	}

	/**
	 * Throws if there is a problem.
	 * @param problem the problem or {@code null}
	 * @throws IllegalArgumentException with the problem as its message
	 */
	public static void require(@Nullable String problem) {
		if (problem != null) {
			throw new IllegalArgumentException(problem);
		}
	}

}
