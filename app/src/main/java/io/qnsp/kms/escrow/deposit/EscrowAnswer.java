package io.qnsp.kms.escrow.deposit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An escrow as it is answered.
 *
 * @param escrowId its id
 * @param keyId the key
 * @param policyId the policy it was made by
 * @param status what has become of it
 * @param createdAt when it was made
 * @param keyVersion which version of the key
 * @param shareSet which share set is valid; grows with each refresh
 * @param recoveryThreshold how many shares recover the key
 * @param shareCount how many there are
 * @param expiresAt when it ends
 */
public record EscrowAnswer(UUID escrowId, UUID keyId, UUID policyId, EscrowStatus status, Instant createdAt,
		int keyVersion, int shareSet, int recoveryThreshold, int shareCount, Instant expiresAt) {

	/**
	 * The answer of a row.
	 * @param escrow the row
	 * @param now the time
	 * @return the answer
	 */
	public static EscrowAnswer of(StoredEscrow escrow, Instant now) {
		return new EscrowAnswer(escrow.escrowId(), escrow.place().keyId(), escrow.policyId(),
				escrow.isDue(now) ? EscrowStatus.EXPIRED : escrow.life().status(), escrow.life().createdAt(),
				escrow.place().keyVersion(), escrow.place().shareSet(), escrow.quorum().threshold(),
				escrow.quorum().holders().size(), escrow.life().expiresAt());
	}

	/**
	 * A part of the list of escrows.
	 *
	 * @param escrowedKeys the escrows, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record EscrowList(List<EscrowAnswer> escrowedKeys, int limit, @Nullable String nextCursor) {

	}

}
