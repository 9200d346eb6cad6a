package io.qnsp.kms.analytics.usage;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * How much.
 *
 * @param operations how many operations, failed ones too
 * @param failures how many of them failed
 * @param bytes how many bytes; a sum of records may be larger than a long
 * @param lastUsedAt when the last of them was
 */
record UsageAmount(long operations, long failures, BigDecimal bytes, Instant lastUsedAt) {

	static UsageAmount of(Usage usage) {
		return new UsageAmount(usage.operations(), usage.failures(), BigDecimal.valueOf(usage.bytes()), usage.at());
	}

	UsageAmount plus(UsageAmount other) {
		return new UsageAmount(Math.addExact(this.operations, other.operations),
				Math.addExact(this.failures, other.failures), this.bytes.add(other.bytes),
				this.lastUsedAt.isAfter(other.lastUsedAt) ? this.lastUsedAt : other.lastUsedAt);
	}

}
