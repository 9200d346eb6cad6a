package io.qnsp.kms.escrow.policy;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.time.CalendarPeriod;
import io.qnsp.kms.escrow.model.Quorum;

/**
 * A row of {@code kms_escrow_policy}.
 *
 * @param policyId its id
 * @param name what people call it
 * @param description for people, may be empty
 * @param keys which keys it takes
 * @param quorum who holds shares, who witnesses, how many shares recover a key
 * @param retention how long an escrow lasts
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
public record EscrowPolicy(UUID policyId, String name, String description, KeyScope keys, Quorum quorum,
		CalendarPeriod retention, Instant createdAt, Instant updatedAt) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.policyId);
	}

}
