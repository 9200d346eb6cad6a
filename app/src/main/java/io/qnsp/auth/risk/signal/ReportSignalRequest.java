package io.qnsp.auth.risk.signal;

import java.util.Map;

import io.qnsp.auth.risk.model.IpAddress;
import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.ThreatSignal;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.json.FreeForm;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Reports a signal.
 *
 * @param userId the user it is about, 1..200 characters
 * @param signalType what was seen
 * @param severity how bad
 * @param metadata what else is known, kept and given back as it is
 */
record ReportSignalRequest(@NotNull(message = "missing (expected: 1..200 characters)") String userId,
		@NotNull(message = "missing (expected: the kind of signal)") ThreatSignal.Type signalType,
		@NotNull(message = "missing (expected: low, medium, high or critical)") ThreatSignal.Severity severity,
		@Nullable Metadata metadata) {

	private static final int MAX_USER_AGENT = 1024;

	/**
	 * What else is known.
	 *
	 * @param ipAddress an address
	 * @param userAgent a user agent
	 * @param details anything
	 */
	record Metadata(@Nullable String ipAddress, @Nullable String userAgent, @Nullable Map<String, Object> details) {

	}

	/**
	 * Refuses what the model and the table do not take.
	 */
	void check() {
		FieldProblems problems = new FieldProblems();
		problems.add(LoginAttempt.userIdProblem(this.userId));
		if (this.metadata != null) {
			if (this.metadata.ipAddress != null) {
				String problem = IpAddress.problem(this.metadata.ipAddress);
				problems.add((problem != null) ? "metadata." + problem : null);
			}
			if (this.metadata.userAgent != null) {
				problems.add(BoundedText.problem("metadata.userAgent", this.metadata.userAgent, 0, MAX_USER_AGENT));
			}
		}
		problems.throwIfAny();
		if (this.metadata != null) {
			FreeForm.check("metadata.details", this.metadata.details);
		}
	}

}
