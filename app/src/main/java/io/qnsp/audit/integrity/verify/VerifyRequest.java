package io.qnsp.audit.integrity.verify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * Which events to verify: those recorded in a stretch of time, or from one event to
 * another.
 *
 * @param startTime recorded at or after
 * @param endTime recorded before
 * @param from the first event's id
 * @param to the last event's id
 * @param cursor where an earlier call ended, with the same range
 */
record VerifyRequest(@Nullable Instant startTime, @Nullable Instant endTime, @Nullable UUID from, @Nullable UUID to,
		@Nullable String cursor) {

	private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

	boolean isOfTimes() {
		return this.startTime != null;
	}

	/**
	 * Checks that one range is named.
	 * @throws QnspException a 400 that names the fields
	 */
	void check() {
		boolean times = this.startTime != null && this.endTime != null && this.from == null && this.to == null;
		boolean events = this.from != null && this.to != null && this.startTime == null && this.endTime == null;
		if (!times && !events) {
			throw QnspException.badRequest("startTime",
					"no range (expected: startTime and endTime, or from and to, and not both)");
		}
		next();
		Map<String, Instant> given = new LinkedHashMap<>();
		if (this.startTime != null && this.endTime != null) {
			given.put("startTime", this.startTime);
			given.put("endTime", this.endTime);
			if (!this.startTime.isBefore(this.endTime)) {
				throw QnspException.badRequest("endTime",
						"%s (expected: after startTime, %s)".formatted(this.endTime, this.startTime));
			}
		}
		given.forEach((name, time) -> {
			if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
				throw QnspException.badRequest(name, "%s (expected: %s..%s)".formatted(time, Instant.EPOCH, LATEST));
			}
		});
	}

	/**
	 * The checkpoint that an earlier call would have verified next.
	 * @return its number, or {@code null} for the beginning
	 * @throws QnspException a 400 when the text is not a cursor
	 */
	@Nullable Long next() {
		if (this.cursor == null) {
			return null;
		}
		if (this.cursor.matches("[1-9][0-9]{0,14}")) {
			return Long.valueOf(this.cursor);
		}
		throw QnspException.badRequest("cursor", "not a nextCursor of this call");
	}

}
