package io.qnsp.audit.retention.cleanup;

import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a cleanup.
 *
 * @param policyId the policy
 * @param dryRun whether to count only; false when not given
 */
record CleanupRequest(@Nullable UUID policyId, @Nullable Boolean dryRun) {

	static UUID required(@Nullable UUID policyId) {
		if (policyId == null) {
			throw QnspException.badRequest("policyId", "missing (expected: the id of a retention policy)");
		}
		return policyId;
	}

	UUID checkedPolicyId() {
		return required(this.policyId);
	}

	boolean isDry() {
		return Objects.requireNonNullElse(this.dryRun, false);
	}

	/**
	 * Asks for a preview.
	 *
	 * @param policyId the policy
	 */
	record Preview(@Nullable UUID policyId) {

		UUID checkedPolicyId() {
			return required(this.policyId);
		}

	}

}
