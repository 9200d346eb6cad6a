package io.qnsp.kms.escrow.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * A request to recover an escrowed key, and what may be done with it.
 *
 * @param requestId its id
 * @param escrowId the escrow
 * @param purpose what it is for
 * @param reason why
 * @param urgency how much it hurries
 * @param initiatedBy the subject who asked; the key is handed to nobody else
 * @param quorum the escrow's agents
 * @param progress how far it is
 * @param createdAt when it was made
 * @param expiresAt until when it is open
 */
public record Recovery(UUID requestId, UUID escrowId, RecoveryPurpose purpose, String reason, Urgency urgency,
		String initiatedBy, Quorum quorum, Progress progress, Instant createdAt, Instant expiresAt) {

	/**
	 * How far a recovery is.
	 *
	 * @param status where it is
	 * @param submitters the agents whose shares are there
	 * @param decisions what was decided, oldest first
	 * @param endedAt when it ended, or {@code null} while it is open
	 */
	public record Progress(RecoveryStatus status, List<String> submitters, List<Decision> decisions,
			@Nullable Instant endedAt) {

		/** The beginning. */
		public static final Progress NONE = new Progress(RecoveryStatus.PENDING_SHARES, List.of(), List.of(), null);

		public Progress {
			submitters = List.copyOf(submitters);
			decisions = List.copyOf(decisions);
		}

		private Progress to(RecoveryStatus newStatus, @Nullable Instant end) {
			return new Progress(newStatus, this.submitters, this.decisions, end);
		}

	}

	/**
	 * Where it is.
	 * @return the status
	 */
	public RecoveryStatus status() {
		return this.progress.status;
	}

	/**
	 * The same at a time: a request that has taken too long has expired, whether that is
	 * written yet or not.
	 * @param now the time
	 * @return the request
	 */
	public Recovery at(Instant now) {
		return (status().isOpen() && !now.isBefore(this.expiresAt)) ? ended(RecoveryStatus.EXPIRED, this.expiresAt)
				: this;
	}

	/**
	 * The same at a time, with its escrow: one that is open when the escrow ends ends
	 * with it, whether that is written yet or not.
	 * @param now the time
	 * @param escrowEnd when the escrow ends
	 * @return the request
	 */
	public Recovery at(Instant now, Instant escrowEnd) {
		return (status().isOpen() && !now.isBefore(escrowEnd)) ? ended(RecoveryStatus.SUPERSEDED, escrowEnd) : at(now);
	}

	/**
	 * The same at its end.
	 * @param status one of the ends
	 * @param now when
	 * @return the request
	 */
	public Recovery ended(RecoveryStatus status, Instant now) {
		return with(this.progress.to(status, now));
	}

	private Recovery with(Progress newProgress) {
		return new Recovery(this.requestId, this.escrowId, this.purpose, this.reason, this.urgency, this.initiatedBy,
				this.quorum, newProgress, this.createdAt, this.expiresAt);
	}

	/**
	 * The same with one share more.
	 * @param agentId whose share
	 * @return the request
	 * @throws QnspException a 403 for somebody who holds no share, a 409 when a share of
	 * the agent is there or none is waited for
	 */
	public Recovery submitted(String agentId) {
		if (!this.quorum.holders().contains(agentId)) {
			throw forbidden("Only agents who hold a share of the escrow submit one", "holder of a share");
		}
		requireOpen();
		if (this.progress.submitters.contains(agentId)) {
			throw QnspException
				.conflict("A share of agent %s is there already (expected: another agent's)".formatted(agentId));
		}
		if (status() != RecoveryStatus.PENDING_SHARES) {
			throw QnspException
				.conflict("The request has its %d shares (expected: approvals now)".formatted(this.quorum.threshold()));
		}
		List<String> all = new ArrayList<>(this.progress.submitters);
		all.add(agentId);
		RecoveryStatus next = (all.size() >= this.quorum.threshold()) ? RecoveryStatus.READY_FOR_APPROVAL
				: RecoveryStatus.PENDING_SHARES;
		return with(new Progress(next, all, this.progress.decisions, null));
	}

	/**
	 * The same with one decision more.
	 * @param decision the decision
	 * @return the request: denied by any denial, approved once every witness and somebody
	 * who neither asked nor submitted have approved
	 * @throws QnspException a 403 for an approval by whoever asked or submitted, a 409
	 * when there are too few shares or the subject has approved already
	 */
	public Recovery decided(Decision decision) {
		requireOpen();
		List<Decision> all = new ArrayList<>(this.progress.decisions);
		all.add(decision);
		if (decision.choice() == Decision.Choice.DENY) {
			return with(new Progress(RecoveryStatus.DENIED, this.progress.submitters, all, decision.decidedAt()));
		}
		requireApprover(decision.decidedBy());
		RecoveryStatus next = missing(all).isEmpty() ? RecoveryStatus.APPROVED : RecoveryStatus.READY_FOR_APPROVAL;
		return with(new Progress(next, this.progress.submitters, all, null));
	}

	/**
	 * Refuses whoever has no say: strangers to the escrow could block it or wave it
	 * through.
	 * @param subject who decides
	 * @param administrator whether it administers the tenant
	 * @throws QnspException a 403
	 */
	public void requireSay(String subject, boolean administrator) {
		if (!administrator && !this.quorum.agentIds().contains(subject)) {
			throw forbidden("Only agents of the escrow and administrators approve or deny a recovery",
					"agent of the escrow, admin or owner");
		}
	}

	private void requireApprover(String subject) {
		if (status() == RecoveryStatus.PENDING_SHARES) {
			throw QnspException.conflict("The request has %d of %d shares (expected: all of them, to be approved)"
				.formatted(this.progress.submitters.size(), this.quorum.threshold()));
		}
		if (hasApproved(this.progress.decisions, subject)) {
			throw QnspException
				.conflict("%s has approved the request already (expected: somebody else)".formatted(subject));
		}
		if (!isIndependent(subject) && !this.quorum.witnesses().contains(subject)) {
			throw forbidden("Whoever asked for a recovery or submitted a share can't approve it",
					"neither initiator nor submitter");
		}
		if (status() == RecoveryStatus.APPROVED) {
			throw QnspException.conflict("The request is approved already (expected: its execution now)");
		}
	}

	private boolean isIndependent(String subject) {
		return !subject.equals(this.initiatedBy) && !this.progress.submitters.contains(subject);
	}

	private static boolean hasApproved(List<Decision> decisions, String subject) {
		return decisions.stream()
			.anyMatch((one) -> one.choice() == Decision.Choice.APPROVE && one.decidedBy().equals(subject));
	}

	/**
	 * Whose approvals are missing.
	 * @return witnesses by their ids, and {@code an agent or administrator who neither
	 * initiated nor submitted}; empty once it can be executed
	 */
	public List<String> missingApprovals() {
		return missing(this.progress.decisions);
	}

	private List<String> missing(List<Decision> decisions) {
		List<String> missing = new ArrayList<>();
		for (String witness : this.quorum.witnesses()) {
			if (!hasApproved(decisions, witness)) {
				missing.add(witness);
			}
		}
		boolean independent = decisions.stream()
			.anyMatch((one) -> one.choice() == Decision.Choice.APPROVE && isIndependent(one.decidedBy()));
		if (!independent) {
			missing.add("an agent or administrator who neither initiated nor submitted");
		}
		return List.copyOf(missing);
	}

	/**
	 * Refuses an execution that may not be.
	 * @param subject who executes
	 * @param wanted what for
	 * @throws QnspException a 403 for somebody else than who asked, a 409 for a request
	 * that is not approved or is for something else
	 */
	public void requireExecutable(String subject, RecoveryPurpose wanted) {
		requireOpen();
		if (!subject.equals(this.initiatedBy)) {
			throw forbidden("Only whoever asked for a recovery executes it", "initiator");
		}
		if (status() == RecoveryStatus.PENDING_SHARES) {
			throw QnspException.conflict("The request has %d of %d shares (expected: all of them, and approvals)"
				.formatted(this.progress.submitters.size(), this.quorum.threshold()));
		}
		if (status() != RecoveryStatus.APPROVED) {
			throw QnspException.conflict("The request waits for approvals of: %s (expected: none)"
				.formatted(String.join(", ", missingApprovals())));
		}
		if (this.purpose != wanted) {
			throw QnspException.conflict("The request is for purpose %s (expected: %s)"
				.formatted(this.purpose.wireName(), wanted.wireName()));
		}
	}

	private void requireOpen() {
		if (!status().isOpen()) {
			throw QnspException.conflict("The request is %s since %s (expected: an open one)"
				.formatted(status().wireName(), this.progress.endedAt));
		}
	}

	private static QnspException forbidden(String message, String expected) {
		return new QnspException(ErrorCode.FORBIDDEN, message, Map.of("expected", expected));
	}

}
