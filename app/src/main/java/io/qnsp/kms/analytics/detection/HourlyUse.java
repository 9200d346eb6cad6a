package io.qnsp.kms.analytics.detection;

/**
 * A key's use in one hour.
 *
 * @param operations how many operations, failed ones too
 * @param failures how many of them failed
 * @param bytes how many bytes of data
 */
record HourlyUse(long operations, long failures, double bytes) {

	static final HourlyUse NONE = new HourlyUse(0, 0, 0);

	/**
	 * What the forest sees: counts on a logarithmic scale, so that ten times as much is
	 * as far from usual for a busy key as for a quiet one, and the share of failures.
	 */
	double[] point() {
		return new double[] { Math.log1p((double) this.operations), Math.log1p(this.bytes),
				(this.operations > 0) ? (double) this.failures / this.operations : 0 };
	}

}
