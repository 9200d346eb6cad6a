package io.qnsp.kms.analytics.detection;

import java.time.Instant;
import java.util.UUID;

/**
 * How far a job has come that goes through the keys of all tenants.
 *
 * @param period the start of the period that it goes through
 * @param tenantId the tenant of the last key
 * @param keyId the last key
 * @param finished whether it has come to the last of them
 */
record JobProgress(Instant period, UUID tenantId, UUID keyId, boolean finished) {

	private static final UUID NONE = new UUID(0, 0);

	static JobProgress beginning(Instant period) {
		return new JobProgress(period, NONE, NONE, false);
	}

}
