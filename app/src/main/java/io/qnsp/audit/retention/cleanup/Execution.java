package io.qnsp.audit.retention.cleanup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code audit_retention_execution}.
 *
 * @param executionId its id
 * @param policyId the policy, or {@code null} for all of the tenant's
 * @param trigger what began it
 * @param dryRun whether it only counted
 * @param status where it is
 * @param day what is due is counted to the start of this day, UTC
 * @param totals what it did
 * @param cursor everything up to here was looked at
 * @param failure why it failed, or {@code null}
 * @param startedBy who began it
 * @param startedAt when it began
 * @param updatedAt when it got on last
 * @param endedAt when it ended, or {@code null} while it runs
 */
public record Execution(UUID executionId, @Nullable UUID policyId, Trigger trigger, boolean dryRun, Status status,
		LocalDate day, Totals totals, EventPosition cursor, @Nullable String failure, String startedBy,
		Instant startedAt, Instant updatedAt, @Nullable Instant endedAt) {

	/**
	 * What began a cleanup.
	 */
	public enum Trigger {

		/** A call. */
		@JsonProperty("manual")
		MANUAL,
		/** The daily enforcement. */
		@JsonProperty("scheduled")
		SCHEDULED,
		/** The removal of a whole month. */
		@JsonProperty("partition")
		PARTITION;

		/**
		 * The name in JSON and in the database.
		 * @return the lower-case name
		 */
		public String wireName() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Where a cleanup is.
	 */
	public enum Status {

		/** It goes on. */
		@JsonProperty("running")
		RUNNING,
		/** Everything was looked at. */
		@JsonProperty("completed")
		COMPLETED,
		/** It ended before. */
		@JsonProperty("failed")
		FAILED;

		String wireName() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * An execution as it is answered.
	 *
	 * @param executionId its id
	 * @param policyId the policy, or {@code null} for all of the tenant's
	 * @param trigger what began it
	 * @param dryRun whether it only counted
	 * @param status where it is
	 * @param eventsProcessed due events that it came upon
	 * @param eventsDeleted how many of them it deleted, or would have
	 * @param eventsArchived how many of those are in archives, or would be
	 * @param bytesReclaimed how large the deleted ones were
	 * @param oldestEvent when the oldest of them was recorded, or {@code null}
	 * @param newestEvent when the newest of them was recorded, or {@code null}
	 * @param failure why it failed, or {@code null}
	 * @param startedBy who began it
	 * @param startedAt when it began
	 * @param updatedAt when it got on last
	 * @param endedAt when it ended, or {@code null} while it runs
	 */
	record View(UUID executionId, @Nullable UUID policyId, Trigger trigger, boolean dryRun, Status status,
			long eventsProcessed, long eventsDeleted, long eventsArchived, long bytesReclaimed,
			@Nullable Instant oldestEvent, @Nullable Instant newestEvent, @Nullable String failure, String startedBy,
			Instant startedAt, Instant updatedAt, @Nullable Instant endedAt) {

	}

	View view() {
		return new View(this.executionId, this.policyId, this.trigger, this.dryRun, this.status,
				this.totals.processed(), this.totals.deleted(), this.totals.archived(), this.totals.bytes(),
				this.totals.oldest(), this.totals.newest(), this.failure, this.startedBy, this.startedAt,
				this.updatedAt, this.endedAt);
	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.startedAt, this.executionId);
	}

	/**
	 * The same, ended.
	 * @param end how
	 * @param totals what it did
	 * @param now when
	 * @return the execution
	 */
	Execution ended(Status end, Totals totals, Instant now) {
		return new Execution(this.executionId, this.policyId, this.trigger, this.dryRun, end, this.day, totals,
				this.cursor, this.failure, this.startedBy, this.startedAt, now, now);
	}

}
