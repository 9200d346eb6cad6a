package io.qnsp.kms.analytics.usage;

import java.time.Instant;

/**
 * An application's use of keys since the beginning.
 *
 * @param applicationId the application
 * @param keysUsed how many keys it has used
 * @param lastUsedAt when it used one last
 * @param external how many of its operations were recorded from outside
 * @param counts its operations by kind
 */
public record ApplicationUsage(String applicationId, long keysUsed, Instant lastUsedAt, long external,
		OperationCounts counts) {

}
