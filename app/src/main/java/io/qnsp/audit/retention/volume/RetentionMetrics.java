package io.qnsp.audit.retention.volume;

/**
 * How many events a tenant has and what retention has deleted.
 *
 * @param totalEvents how many events there are
 * @param totalSizeBytes how large they are
 * @param byAge how many events by age
 * @param retentionSavings what cleanups have deleted
 */
record RetentionMetrics(long totalEvents, long totalSizeBytes, ByAge byAge, RetentionSavings retentionSavings) {

	/**
	 * How many events were recorded when, by UTC days, today included. Each includes the
	 * ones before.
	 *
	 * @param last7Days in the last 7 days
	 * @param last30Days in the last 30 days
	 * @param last90Days in the last 90 days
	 * @param older before that
	 */
	record ByAge(long last7Days, long last30Days, long last90Days, long older) {

	}

	/**
	 * What cleanups have deleted.
	 *
	 * @param eventsDeleted how many events
	 * @param bytesReclaimed how large they were
	 */
	record RetentionSavings(long eventsDeleted, long bytesReclaimed) {

	}

}
