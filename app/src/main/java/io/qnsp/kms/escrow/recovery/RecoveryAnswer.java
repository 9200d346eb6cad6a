package io.qnsp.kms.escrow.recovery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.idempotency.OneTimeAnswer;
import io.qnsp.kms.escrow.model.Decision;
import io.qnsp.kms.escrow.model.Recovery;
import io.qnsp.kms.escrow.model.RecoveryPurpose;
import io.qnsp.kms.escrow.model.RecoveryStatus;
import io.qnsp.kms.escrow.model.Urgency;
import io.qnsp.kms.keys.KeyForm;
import org.jspecify.annotations.Nullable;

/**
 * A recovery as it is read.
 *
 * @param requestId its id
 * @param escrowId the escrow
 * @param status where it is
 * @param requiredShares how many shares it takes
 * @param submittedShares how many are there
 * @param approvals what was decided, oldest first
 * @param createdAt when it was made
 * @param purpose what it is for
 * @param reason why
 * @param urgency how much it hurries
 * @param initiatedBy who asked
 * @param submittedBy the agents whose shares are there
 * @param missingApprovals whose approvals are missing: witnesses by id, and one of an
 * agent or administrator who neither initiated nor submitted
 * @param expiresAt until when it is open
 * @param endedAt when it ended
 */
record RecoveryAnswer(UUID requestId, UUID escrowId, RecoveryStatus status, int requiredShares, int submittedShares,
		List<Decision> approvals, Instant createdAt, RecoveryPurpose purpose, String reason, Urgency urgency,
		String initiatedBy, List<String> submittedBy, List<String> missingApprovals, Instant expiresAt,
		@Nullable Instant endedAt) {

	static RecoveryAnswer of(Recovery recovery) {
		Recovery.Progress progress = recovery.progress();
		return new RecoveryAnswer(recovery.requestId(), recovery.escrowId(), recovery.status(),
				recovery.quorum().threshold(), progress.submitters().size(), progress.decisions(), recovery.createdAt(),
				recovery.purpose(), recovery.reason(), recovery.urgency(), recovery.initiatedBy(),
				progress.submitters(), recovery.status().isOpen() ? recovery.missingApprovals() : List.of(),
				recovery.expiresAt(), progress.endedAt());
	}

	/**
	 * A request that was made.
	 *
	 * @param requestId its id
	 * @param escrowId the escrow
	 * @param status where it is
	 * @param requiredShares how many shares it takes
	 * @param submittedShares how many are there
	 * @param createdAt when it was made
	 * @param expiresAt until when it is open
	 */
	record Initiated(UUID requestId, UUID escrowId, RecoveryStatus status, int requiredShares, int submittedShares,
			Instant createdAt, Instant expiresAt) {

		static Initiated of(Recovery recovery) {
			return new Initiated(recovery.requestId(), recovery.escrowId(), recovery.status(),
					recovery.quorum().threshold(), 0, recovery.createdAt(), recovery.expiresAt());
		}

	}

	/**
	 * Where a request is after a share.
	 *
	 * @param requestId the request
	 * @param submittedShares how many shares are there
	 * @param requiredShares how many it takes
	 * @param status where it is
	 */
	record Submitted(UUID requestId, int submittedShares, int requiredShares, Phase status) {

		/**
		 * Where a request can be after a share.
		 */
		enum Phase {

			@JsonProperty("pending_shares")
			PENDING_SHARES, @JsonProperty("ready_for_approval")
			READY_FOR_APPROVAL, @JsonProperty("approved")
			APPROVED

		}

		static Submitted of(Recovery recovery) {
			return new Submitted(recovery.requestId(), recovery.progress().submitters().size(),
					recovery.quorum().threshold(), Phase.valueOf(recovery.status().name()));
		}

	}

	/**
	 * A decision that was taken.
	 *
	 * @param requestId the request
	 * @param status the decision
	 * @param decidedBy who took it
	 * @param decidedAt when
	 * @param requestStatus where the request is now
	 * @param missingApprovals whose approvals are still missing
	 */
	record Decided(UUID requestId, Verdict status, String decidedBy, Instant decidedAt, RecoveryStatus requestStatus,
			List<String> missingApprovals) {

		/**
		 * What was decided.
		 */
		enum Verdict {

			@JsonProperty("approved")
			APPROVED, @JsonProperty("denied")
			DENIED

		}

		static Decided of(Recovery recovery, Decision decision) {
			boolean approved = decision.choice() == Decision.Choice.APPROVE;
			return new Decided(recovery.requestId(), approved ? Verdict.APPROVED : Verdict.DENIED, decision.decidedBy(),
					decision.decidedAt(), recovery.status(), approved ? recovery.missingApprovals() : List.of());
		}

	}

	/**
	 * A recovered key, answered once.
	 *
	 * @param requestId the request
	 * @param keyId the key
	 * @param recoveredKey its private or secret part
	 * @param recoveredAt when
	 * @param keyVersion which version of the key
	 * @param algorithm the version's algorithm
	 * @param keyForm how the key is written
	 */
	record Recovered(UUID requestId, UUID keyId, byte[] recoveredKey, Instant recoveredAt, int keyVersion,
			String algorithm, KeyForm keyForm) implements OneTimeAnswer {

		@Override
		public String toString() {
			return "Recovered[" + this.requestId + "]";
		}

	}

}
