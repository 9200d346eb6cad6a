package io.qnsp.audit.retention.policy;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.audit.retention.EventScope;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.time.CalendarPeriod;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is answered.
 *
 * @param policyId its id
 * @param name what people call it
 * @param retentionPeriod how long events are kept after they were recorded
 * @param scope which events
 * @param archiveConfig whether they are archived before they are deleted
 * @param createdBy who made it
 * @param createdAt when it was made
 */
public record RetentionPolicy(UUID policyId, String name, CalendarPeriod retentionPeriod, EventScope scope,
		ArchiveConfig archiveConfig, String createdBy, Instant createdAt) {

	/**
	 * Whether and where to archive.
	 *
	 * @param enabled whether
	 * @param destination the name of a store, or {@code null} when not
	 */
	public record ArchiveConfig(boolean enabled, @Nullable String destination) {

	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.policyId);
	}

}
