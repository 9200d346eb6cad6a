package io.qnsp.kms.analytics.application;

import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.kms.analytics.usage.Usage;
import io.qnsp.kms.analytics.usage.UsageOperation;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Reports one use of a key that happened elsewhere.
 *
 * @param applicationId who used it, 1..128 characters
 * @param keyId the key
 * @param operation what was done
 * @param bytesProcessed how many bytes of data, 0..2^53; 0 when nothing is said
 */
record RecordUsageRequest(@NotNull(message = "missing (expected: 1..128 characters)") String applicationId,
		@NotNull(message = "missing (expected: the id of a key)") UUID keyId,
		@NotNull(message = "missing (expected: encrypt, decrypt, sign or verify)") UsageOperation operation,
		@Nullable Long bytesProcessed) {

	private static final long MOST_BYTES = 1L << 53;

	/**
	 * Refuses what can't be counted.
	 */
	void check() {
		FieldProblems problems = new FieldProblems();
		problems.add(BoundedText.problem("applicationId", this.applicationId, 1, Usage.LONGEST_APPLICATION));
		problems.add(this.applicationId.isBlank() ? "applicationId: blank (expected: a name)" : null);
		long bytes = bytes();
		problems.add((bytes < 0 || bytes > MOST_BYTES)
				? "bytesProcessed: %d (expected: 0..%d)".formatted(bytes, MOST_BYTES) : null);
		problems.throwIfAny();
	}

	long bytes() {
		return (this.bytesProcessed != null) ? this.bytesProcessed : 0;
	}

}
