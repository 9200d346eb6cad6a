package io.qnsp.core.error;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a request, so that a caller is told everything at once.
 * Takes the texts of the model's {@code problem} methods: the field's path, a colon, what
 * is wrong.
 */
public final class FieldProblems {

	private static final String SEPARATOR = ": ";

	private final Map<String, Object> byField = new LinkedHashMap<>();

	/**
	 * Adds a problem; the first one of a field stays.
	 * @param problem the problem, or {@code null} for none
	 * @return whether there was none
	 */
	public boolean add(@Nullable String problem) {
		if (problem == null) {
			return true;
		}
		int end = problem.indexOf(SEPARATOR);
		this.byField.putIfAbsent(problem.substring(0, end), problem.substring(end + SEPARATOR.length()));
		return false;
	}

	/**
	 * Ends the request when there were problems.
	 * @throws QnspException a 400 with all of them by field path
	 */
	public void throwIfAny() {
		if (!this.byField.isEmpty()) {
			throw new QnspException(ErrorCode.BAD_REQUEST, "Validation failed", this.byField);
		}
	}

}
