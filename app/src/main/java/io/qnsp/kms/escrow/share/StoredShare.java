package io.qnsp.kms.escrow.share;

import java.time.Instant;

import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code kms_escrow_share}.
 *
 * @param agentId whose it is
 * @param index which share of the set, from 1
 * @param algorithm what it is encrypted with to its agent, or {@code null} when it is
 * sealed under a key of the tenant and handed out once
 * @param content the encrypted or sealed share; gone once it was handed out
 * @param fetchedAt when it was fetched last
 */
public record StoredShare(String agentId, int index, @Nullable Algorithm algorithm, byte @Nullable [] content,
		@Nullable Instant fetchedAt) {

	@Override
	public String toString() {
		return "StoredShare[" + this.agentId + ", " + this.index + "]";
	}

}
