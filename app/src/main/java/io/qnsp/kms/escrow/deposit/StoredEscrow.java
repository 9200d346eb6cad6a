package io.qnsp.kms.escrow.deposit;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.escrow.model.Quorum;
import io.qnsp.kms.escrow.share.SharePlace;
import io.qnsp.kms.keys.KeyForm;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code kms_escrow}.
 *
 * @param place whose it is, of which key, with which share set
 * @param algorithm of the key's version
 * @param form how the key is written
 * @param policyId the policy it was made by
 * @param reason why it was made, if somebody said so
 * @param quorum the agents when the shares were made
 * @param fingerprint of the share set
 * @param ciphertext the encrypted key; gone when the escrow has ended
 * @param life where it is in its life
 */
public record StoredEscrow(SharePlace place, Algorithm algorithm, KeyForm form, UUID policyId, @Nullable String reason,
		Quorum quorum, byte[] fingerprint, byte @Nullable [] ciphertext, Life life) {

	/** What escrows are in the journal. */
	public static final String RESOURCE = "kms-escrow";

	/**
	 * Where an escrow is in its life.
	 *
	 * @param status what has become of it
	 * @param createdAt when it was made
	 * @param expiresAt when it ends
	 * @param refreshedAt when it got its present shares, if not with its making
	 * @param endedAt when it ended
	 */
	public record Life(EscrowStatus status, Instant createdAt, Instant expiresAt, @Nullable Instant refreshedAt,
			@Nullable Instant endedAt) {

	}

	/**
	 * Whose it is.
	 * @return the tenant
	 */
	public UUID tenantId() {
		return this.place.tenantId();
	}

	/**
	 * Its id.
	 * @return the id
	 */
	public UUID escrowId() {
		return this.place.escrowId();
	}

	/**
	 * The same once its key was recovered.
	 * @return the escrow
	 */
	public StoredEscrow recovered() {
		return with(new Life(EscrowStatus.RECOVERED, this.life.createdAt, this.life.expiresAt, this.life.refreshedAt,
				null));
	}

	/**
	 * The same at its end: nothing is left that could be opened.
	 * @param now when
	 * @return the escrow
	 */
	public StoredEscrow ended(Instant now) {
		return new StoredEscrow(this.place, this.algorithm, this.form, this.policyId, this.reason, this.quorum,
				this.fingerprint, null,
				new Life(EscrowStatus.EXPIRED, this.life.createdAt, this.life.expiresAt, this.life.refreshedAt, now));
	}

	/**
	 * The same with the next share set.
	 * @param next where it is deposited: the next share set of the same escrow
	 * @param newQuorum who has got shares
	 * @param deposit what was deposited
	 * @param now when
	 * @return the escrow, active again
	 */
	public StoredEscrow refreshed(SharePlace next, Quorum newQuorum, Deposit deposit, Instant now) {
		return new StoredEscrow(next, this.algorithm, this.form, this.policyId, this.reason, newQuorum,
				deposit.fingerprint(), deposit.ciphertext(),
				new Life(EscrowStatus.ACTIVE, this.life.createdAt, this.life.expiresAt, now, null));
	}

	private StoredEscrow with(Life newLife) {
		return new StoredEscrow(this.place, this.algorithm, this.form, this.policyId, this.reason, this.quorum,
				this.fingerprint, this.ciphertext, newLife);
	}

	/**
	 * Names the escrow and its key in a call's event.
	 * @param audit the call
	 */
	public void describe(CallAudit audit) {
		audit.resource(RESOURCE, escrowId())
			.detail("keyId", this.place.keyId().toString())
			.detail("keyVersion", this.place.keyVersion());
	}

	/**
	 * Refuses an escrow whose time is over, whether it is destroyed yet or not.
	 * @param now the time
	 * @throws QnspException a 410
	 */
	public void requireKept(Instant now) {
		if (this.life.status == EscrowStatus.EXPIRED || isDue(now)) {
			throw new QnspException(ErrorCode.GONE, "The escrow %s ended at %s".formatted(escrowId(),
					(this.life.endedAt != null) ? this.life.endedAt : this.life.expiresAt));
		}
	}

	/**
	 * Whether its time is over.
	 * @param now the time
	 * @return true from its end on
	 */
	public boolean isDue(Instant now) {
		return !now.isBefore(this.life.expiresAt);
	}

	PageRequest.Key listed() {
		return new PageRequest.Key(this.life.createdAt, escrowId());
	}

	@Override
	public String toString() {
		return "StoredEscrow[" + escrowId() + "]";
	}

}
