package io.qnsp.kms.escrow.deposit;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.time.CalendarPeriod;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Escrows the current version of a key.
 *
 * @param keyId the key
 * @param policyId the policy
 * @param metadata why, and until when
 */
record EscrowRequest(@NotNull(message = "missing (expected: the id of a key)") UUID keyId,
		@NotNull(message = "missing (expected: the id of an escrow policy)") UUID policyId,
		@Nullable Metadata metadata) {

	private static final int LONGEST_REASON = 500;

	/**
	 * What is noted with an escrow.
	 *
	 * @param reason why, 1..500 characters
	 * @param expiresAt when it ends, if that is before the policy's retention period is
	 * over
	 */
	record Metadata(@Nullable String reason, @Nullable Instant expiresAt) {

	}

	@Nullable String reason() {
		return (this.metadata != null) ? this.metadata.reason : null;
	}

	void check() {
		FieldProblems problems = new FieldProblems();
		String reason = reason();
		problems.add((reason != null) ? BoundedText.problem("metadata.reason", reason, 1, LONGEST_REASON) : null);
		problems.throwIfAny();
	}

	/**
	 * When the escrow ends: whichever comes first.
	 * @throws QnspException a 422 for a time that is over
	 */
	Instant end(CalendarPeriod retention, Instant now) {
		Instant wanted = (this.metadata != null) ? this.metadata.expiresAt : null;
		if (wanted != null && !wanted.isAfter(now)) {
			throw QnspException.unprocessable("metadata.expiresAt", wanted + " (expected: a time to come)");
		}
		Instant latest = retention.after(now);
		return (wanted != null && wanted.isBefore(latest)) ? wanted : latest;
	}

}
