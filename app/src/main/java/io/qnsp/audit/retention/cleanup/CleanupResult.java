package io.qnsp.audit.retention.cleanup;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a cleanup: what it has done when it answers. What is left then goes on in
 * the background, see the execution.
 *
 * @param executionId the execution
 * @param eventsProcessed due events that it came upon
 * @param eventsDeleted how many of them it deleted, or would have
 * @param eventsArchived how many of those are in archives, or would be
 * @param dryRun whether it only counted
 */
record CleanupResult(UUID executionId, long eventsProcessed, long eventsDeleted, long eventsArchived, boolean dryRun) {

	static CleanupResult of(Execution execution) {
		Totals totals = execution.totals();
		return new CleanupResult(execution.executionId(), totals.processed(), totals.deleted(), totals.archived(),
				execution.dryRun());
	}

	/**
	 * The answer to a preview.
	 *
	 * @param policyId the policy
	 * @param eventsAffected how many events a cleanup would delete today
	 * @param oldestEventDate when the oldest of them was recorded, or {@code null}
	 * @param newestEventDate when the newest of them was recorded, or {@code null}
	 * @param sizeBytes how large they are
	 */
	record Preview(UUID policyId, long eventsAffected, @Nullable Instant oldestEventDate,
			@Nullable Instant newestEventDate, long sizeBytes) {

		static Preview of(UUID policyId, Totals totals) {
			return new Preview(policyId, totals.deleted(), totals.oldest(), totals.newest(), totals.bytes());
		}

	}

}
