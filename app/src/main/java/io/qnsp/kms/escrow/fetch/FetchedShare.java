package io.qnsp.kms.escrow.fetch;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qnsp.kms.escrow.model.Quorum;
import io.qnsp.kms.escrow.share.SharePlace;
import io.qnsp.kms.escrow.share.StoredShare;
import org.jspecify.annotations.Nullable;

/**
 * A share as its agent gets it: either {@code encryptedShare} with what it takes to
 * decrypt it, or {@code share} in clear, which is never answered again.
 *
 * @param escrowId the escrow
 * @param agentId the agent
 * @param shareSet which set; grows with each refresh
 * @param shareIndex which share, from 1
 * @param shareCount how many there are
 * @param recoveryThreshold how many recover the key
 * @param algorithm what it is encrypted with to the agent's public key
 * @param encryptedShare hybrid encryption version 1 of the share's standard encoding
 * @param associatedData text; its UTF-8 bytes are the associated data
 * @param share the share's standard encoding
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FetchedShare(UUID escrowId, String agentId, int shareSet, int shareIndex, int shareCount, int recoveryThreshold,
		@Nullable String algorithm, byte @Nullable [] encryptedShare, @Nullable String associatedData,
		byte @Nullable [] share) {

	static FetchedShare encrypted(SharePlace place, Quorum quorum, StoredShare stored) {
		return new FetchedShare(place.escrowId(), stored.agentId(), place.shareSet(), stored.index(),
				quorum.holders().size(), quorum.threshold(),
				(stored.algorithm() != null) ? stored.algorithm().nistName() : null, stored.content(),
				place.boundTo(stored.agentId()), null);
	}

	static FetchedShare clear(SharePlace place, Quorum quorum, StoredShare stored, byte[] share) {
		return new FetchedShare(place.escrowId(), stored.agentId(), place.shareSet(), stored.index(),
				quorum.holders().size(), quorum.threshold(), null, null, null, share);
	}

	@Override
	public String toString() {
		return "FetchedShare[" + this.escrowId + ", " + this.agentId + "]";
	}

}
