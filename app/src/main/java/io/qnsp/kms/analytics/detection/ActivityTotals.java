package io.qnsp.kms.analytics.detection;

import java.util.OptionalDouble;

import io.qnsp.kms.analytics.rule.AlertMetric;

/**
 * A key's use in a window.
 *
 * @param operations how many operations, failed ones too
 * @param failures how many of them failed
 * @param bytes how many bytes of data
 */
record ActivityTotals(long operations, long failures, double bytes) {

	static final ActivityTotals NONE = new ActivityTotals(0, 0, 0);

	/**
	 * The figure that a rule looks at.
	 * @return the figure; empty for the error rate of nothing
	 */
	OptionalDouble value(AlertMetric metric) {
		return switch (metric) {
			case OPERATION_COUNT -> OptionalDouble.of((double) this.operations);
			case BYTES_PROCESSED -> OptionalDouble.of(this.bytes);
			case ERROR_RATE -> (this.operations > 0) ? OptionalDouble.of((double) this.failures / this.operations)
					: OptionalDouble.empty();
		};
	}

}
