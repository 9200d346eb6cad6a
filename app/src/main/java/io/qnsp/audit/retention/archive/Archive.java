package io.qnsp.audit.retention.archive;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;

/**
 * A row of {@code audit_archive}.
 *
 * @param archiveId its id
 * @param executionId the cleanup that deleted its events
 * @param destination the store
 * @param events how many events it holds
 * @param bytes how large the stored form is
 * @param oldestEvent when the oldest was recorded
 * @param newestEvent when the newest was recorded
 * @param sealedKey the content's key, sealed by the tenant's
 * @param createdAt when it was made
 */
public record Archive(UUID archiveId, UUID executionId, String destination, long events, long bytes,
		Instant oldestEvent, Instant newestEvent, byte[] sealedKey, Instant createdAt) {

	/**
	 * An archive as it is listed.
	 *
	 * @param archiveId its id
	 * @param executionId the cleanup that deleted its events
	 * @param destination the store
	 * @param events how many events it holds
	 * @param bytes how large the stored form is
	 * @param oldestEvent when the oldest was recorded
	 * @param newestEvent when the newest was recorded
	 * @param createdAt when it was made
	 */
	record View(UUID archiveId, UUID executionId, String destination, long events, long bytes, Instant oldestEvent,
			Instant newestEvent, Instant createdAt) {

	}

	View view() {
		return new View(this.archiveId, this.executionId, this.destination, this.events, this.bytes, this.oldestEvent,
				this.newestEvent, this.createdAt);
	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.archiveId);
	}

	@Override
	public String toString() {
		return "Archive[" + this.archiveId + "]";
	}

}
