package io.qnsp.kms.analytics.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A key's use since the beginning.
 *
 * @param keyId the key
 * @param keyName what people call it, or {@code null} when it has no name
 * @param algorithm its current version's algorithm, as the standard spells it
 * @param totalOperations how many operations, failed ones too
 * @param failedOperations how many of them failed
 * @param externalOperations how many of them were recorded from outside
 * @param totalBytesProcessed how many bytes of data
 * @param operationBreakdown the operations by kind
 * @param topApplications the ten applications that used it most, most first
 * @param lastUsedAt when it was used last, or {@code null} when it never was
 */
record KeySummary(UUID keyId, @Nullable String keyName, String algorithm, long totalOperations, long failedOperations,
		long externalOperations, BigDecimal totalBytesProcessed, OperationCounts operationBreakdown,
		List<ApplicationCount> topApplications, @Nullable Instant lastUsedAt) {

	/**
	 * An application's part.
	 *
	 * @param applicationId the application
	 * @param count how many operations
	 */
	record ApplicationCount(String applicationId, long count) {

	}

	/**
	 * The sums of one operation.
	 */
	record Sums(UsageOperation operation, long operations, long failures, long external, BigDecimal bytes,
			Instant lastUsedAt) {

	}

}
