package io.qnsp.audit.retention.hold;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.audit.retention.EventScope;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A hold as it is answered.
 *
 * @param holdId its id
 * @param name what people call it, such as a matter
 * @param reason why it is there
 * @param status active or released
 * @param scope which events
 * @param from events that happened or were recorded from then on, or {@code null}
 * @param until events that happened or were recorded before, or {@code null}
 * @param resourceId events about this resource only, or {@code null}
 * @param actorId events by this actor only, or {@code null}
 * @param createdBy who made it
 * @param createdAt when it was made
 * @param release how it ended, or {@code null} while it is active
 */
record LegalHold(UUID holdId, String name, String reason, Status status, EventScope scope, @Nullable Instant from,
		@Nullable Instant until, @Nullable String resourceId, @Nullable String actorId, String createdBy,
		Instant createdAt, @Nullable Release release) {

	/**
	 * Where a hold is.
	 */
	enum Status {

		/** It holds. */
		@JsonProperty("active")
		ACTIVE,
		/** It holds no more. */
		@JsonProperty("released")
		RELEASED;

		String wireName() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * How a hold ended.
	 *
	 * @param releasedBy who released it
	 * @param releasedAt when
	 * @param reason why
	 */
	record Release(String releasedBy, Instant releasedAt, String reason) {

	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.holdId);
	}

}
