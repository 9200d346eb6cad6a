package io.qnsp.kms.escrow.recovery;

import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.kms.escrow.model.Decision;
import io.qnsp.kms.escrow.model.RecoveryPurpose;
import io.qnsp.kms.escrow.model.Urgency;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * What callers send to recover a key.
 */
final class RecoveryBodies {

	private static final int LONGEST_REASON = 500;

	private static final String REQUEST = "missing (expected: the id of a recovery request)";

	private RecoveryBodies() {
	}

	private static void check(FieldProblems problems, @Nullable String reason) {
		problems.add((reason != null) ? BoundedText.problem("reason", reason, 1, LONGEST_REASON) : null);
		problems.throwIfAny();
	}

	/**
	 * Asks for a recovery.
	 *
	 * @param escrowId the escrow
	 * @param reason why, 1..500 characters
	 * @param urgency how long the request stays open: normal (when nothing is said) 7
	 * days, urgent 24 hours, emergency 4 hours
	 * @param purpose recover (when nothing is said) hands the key out, refresh makes new
	 * shares
	 */
	record Initiate(@NotNull(message = "missing (expected: the id of an escrow)") UUID escrowId,
			@NotNull(message = "missing (expected: 1..500 characters)") String reason, @Nullable Urgency urgency,
			@Nullable RecoveryPurpose purpose) {

		void check() {
			RecoveryBodies.check(new FieldProblems(), this.reason);
		}

		Urgency chosenUrgency() {
			return (this.urgency != null) ? this.urgency : Urgency.NORMAL;
		}

		RecoveryPurpose chosenPurpose() {
			return (this.purpose != null) ? this.purpose : RecoveryPurpose.RECOVER;
		}

	}

	/**
	 * Submits a share.
	 *
	 * @param requestId the request
	 * @param share the clear share in its standard encoding
	 * @param agentId whose it is: the caller's own id
	 */
	record SubmitShare(@NotNull(message = REQUEST) UUID requestId,
			@NotNull(message = "missing (expected: base64 of a share)") byte[] share,
			@NotNull(message = "missing (expected: the caller's own id)") String agentId) {

		private static final int LONGEST_ID = 200;

		void check() {
			FieldProblems problems = new FieldProblems();
			problems.add(BoundedText.problem("agentId", this.agentId, 1, LONGEST_ID));
			problems.throwIfAny();
		}

		@Override
		public String toString() {
			return "SubmitShare[" + this.requestId + ", " + this.agentId + "]";
		}

	}

	/**
	 * Decides about a request.
	 *
	 * @param requestId the request
	 * @param decision approve or deny
	 * @param reason why, 1..500 characters
	 */
	record Decide(@NotNull(message = REQUEST) UUID requestId,
			@NotNull(message = "missing (expected: approve or deny)") Decision.Choice decision,
			@Nullable String reason) {

		void check() {
			RecoveryBodies.check(new FieldProblems(), this.reason);
		}

	}

	/**
	 * Executes a request.
	 *
	 * @param requestId the request
	 */
	record Execute(@NotNull(message = REQUEST) UUID requestId) {

	}

}
