package io.qnsp.kms.analytics.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Usage over time.
 *
 * @param usage the points, oldest first; what was not used has none
 * @param summary all that was asked for, whatever part of the points this is
 * @param nextCursor where the next part starts, or {@code null} at the end
 */
record UsageAnswer(List<Point> usage, Summary summary, @Nullable String nextCursor) {

	/**
	 * A key's use for one operation in one period.
	 *
	 * @param timestamp the period's start
	 * @param keyId the key
	 * @param operation what was done
	 * @param count how often, failed operations too
	 * @param failures how many of them failed
	 * @param externalCount how many of them were recorded from outside
	 * @param bytesProcessed how many bytes of data
	 */
	record Point(Instant timestamp, UUID keyId, UsageOperation operation, long count, long failures, long externalCount,
			BigDecimal bytesProcessed) {

		UsageCursor place() {
			return new UsageCursor(this.timestamp, this.keyId, this.operation);
		}

	}

	/**
	 * The sums of a range.
	 *
	 * @param totalOperations how many operations, failed ones too
	 * @param failedOperations how many of them failed
	 * @param externalOperations how many of them were recorded from outside
	 * @param totalBytesProcessed how many bytes of data
	 * @param uniqueKeys how many keys were used
	 */
	record Summary(long totalOperations, long failedOperations, long externalOperations, BigDecimal totalBytesProcessed,
			long uniqueKeys) {

	}

}
