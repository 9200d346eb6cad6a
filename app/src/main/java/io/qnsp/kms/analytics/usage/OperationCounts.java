package io.qnsp.kms.analytics.usage;

import java.util.Map;

/**
 * Operations by kind, failed ones too.
 *
 * @param encrypt encryption, wrapping, encapsulation
 * @param decrypt decryption, unwrapping, decapsulation
 * @param sign signatures and MACs made
 * @param verify signatures and MACs verified
 */
public record OperationCounts(long encrypt, long decrypt, long sign, long verify) {

	static OperationCounts of(Map<UsageOperation, Long> counts) {
		return new OperationCounts(counts.getOrDefault(UsageOperation.ENCRYPT, 0L),
				counts.getOrDefault(UsageOperation.DECRYPT, 0L), counts.getOrDefault(UsageOperation.SIGN, 0L),
				counts.getOrDefault(UsageOperation.VERIFY, 0L));
	}

	long total() {
		return this.encrypt + this.decrypt + this.sign + this.verify;
	}

}
