package io.qnsp.kms.analytics.application;

import java.time.Instant;

import io.qnsp.kms.analytics.usage.ApplicationUsage;
import io.qnsp.kms.analytics.usage.OperationCounts;

/**
 * An application and its use of keys since the beginning.
 *
 * @param applicationId what the calls named, or else the id of their API key or client
 * @param applicationName the same: applications have no name of their own here
 * @param keysUsed how many keys it has used
 * @param lastAccessAt when it used one last
 * @param externalOperations how many of its operations were recorded from outside
 * @param operationCounts its operations by kind, failed ones too
 */
record Application(String applicationId, String applicationName, long keysUsed, Instant lastAccessAt,
		long externalOperations, OperationCounts operationCounts) {

	static Application of(ApplicationUsage usage) {
		return new Application(usage.applicationId(), usage.applicationId(), usage.keysUsed(), usage.lastUsedAt(),
				usage.external(), usage.counts());
	}

}
