package io.qnsp.audit.retention.cleanup;

import java.time.LocalDate;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of the journal: what is due.
 *
 * @param tenantId whose events
 * @param policyId under which policy, or {@code null} for any of the tenant's
 * @param day counted to the start of this day, UTC
 */
record Question(UUID tenantId, @Nullable UUID policyId, LocalDate day) {

	static Question of(UUID tenantId, Execution execution) {
		return new Question(tenantId, execution.policyId(), execution.day());
	}

}
