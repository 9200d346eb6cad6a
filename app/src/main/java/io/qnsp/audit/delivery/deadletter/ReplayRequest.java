package io.qnsp.audit.delivery.deadletter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

import io.qnsp.core.error.QnspException;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Asks to deliver once more.
 *
 * @param from a time in ISO 8601 or the id of an event: it and what follows is delivered
 * again
 */
record ReplayRequest(@NotNull(message = "missing (expected: " + ReplayRequest.EXPECTED + ")") String from) {

	static final String EXPECTED = "a time such as 2026-11-30T12:00:00Z, or the id of an event";

	private static final Pattern ID = Pattern
		.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

	// A clock that is a little ahead of ours.
	private static final Duration AHEAD = Duration.ofMinutes(1);

	/**
	 * Where it begins.
	 *
	 * @param eventId the event, or {@code null} when a time is given
	 * @param time the time, or {@code null} when an event is given
	 */
	record Start(@Nullable UUID eventId, @Nullable Instant time) {

	}

	/**
	 * Reads it.
	 * @param now the time
	 * @throws QnspException a 400 when it is neither, or a time to come
	 */
	Start start(Instant now) {
		if (ID.matcher(this.from).matches()) {
			return new Start(UUID.fromString(this.from), null);
		}
		Instant time = time();
		if (time.isBefore(Instant.EPOCH) || time.isAfter(now.plus(AHEAD))) {
			throw QnspException.badRequest("from", "%s (expected: from %s to now)".formatted(time, Instant.EPOCH));
		}
		return new Start(null, time);
	}

	private Instant time() {
		try {
			return Instant.parse(this.from);
		}
		catch (DateTimeException ex) {
			throw QnspException.badRequest("from", "not readable (expected: " + EXPECTED + ")");
		}
	}

}
