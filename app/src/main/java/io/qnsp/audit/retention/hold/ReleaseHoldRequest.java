package io.qnsp.audit.retention.hold;

import java.util.Objects;

import io.qnsp.core.error.FieldProblems;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the release of a hold.
 *
 * @param reason why, 1..1,000 characters
 */
record ReleaseHoldRequest(@Nullable String reason) {

	private static final int LONGEST_REASON = 1_000;

	String checked() {
		FieldProblems problems = new FieldProblems();
		problems.add(CreateHoldRequest.text("reason", this.reason, LONGEST_REASON));
		problems.throwIfAny();
		return Objects.requireNonNull(this.reason);
	}

}
