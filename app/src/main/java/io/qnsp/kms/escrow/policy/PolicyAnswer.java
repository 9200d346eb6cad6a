package io.qnsp.kms.escrow.policy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.time.CalendarPeriod;
import io.qnsp.kms.escrow.model.Seat;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is read.
 *
 * @param policyId its id
 * @param name what people call it
 * @param description for people, may be empty
 * @param keyTypes which keys; all when empty
 * @param escrowAgents the agents, in the order of their shares
 * @param recoveryThreshold how many shares recover a key
 * @param retentionPeriod how long an escrow lasts
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
record PolicyAnswer(UUID policyId, String name, String description, List<String> keyTypes, List<Seat> escrowAgents,
		int recoveryThreshold, CalendarPeriod retentionPeriod, Instant createdAt, Instant updatedAt) {

	static PolicyAnswer of(EscrowPolicy policy) {
		return new PolicyAnswer(policy.policyId(), policy.name(), policy.description(), policy.keys().types(),
				policy.quorum().seats(), policy.quorum().threshold(), policy.retention(), policy.createdAt(),
				policy.updatedAt());
	}

	/**
	 * A policy that was made.
	 *
	 * @param policyId its id
	 * @param name what people call it
	 * @param createdAt when
	 */
	record Created(UUID policyId, String name, Instant createdAt) {

	}

	/**
	 * A policy that was changed.
	 *
	 * @param policyId its id
	 * @param updatedAt when
	 */
	record Updated(UUID policyId, Instant updatedAt) {

	}

	/**
	 * A policy as it is listed.
	 *
	 * @param policyId its id
	 * @param name what people call it
	 * @param keyTypes which keys; all when empty
	 * @param recoveryThreshold how many shares recover a key
	 */
	record Summary(UUID policyId, String name, List<String> keyTypes, int recoveryThreshold) {

		static Summary of(EscrowPolicy policy) {
			return new Summary(policy.policyId(), policy.name(), policy.keys().types(), policy.quorum().threshold());
		}

	}

	/**
	 * A part of the list of policies.
	 *
	 * @param policies the policies, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record PolicyList(List<Summary> policies, int limit, @Nullable String nextCursor) {

	}

}
