package io.qnsp.audit.events;

import java.time.Instant;
import java.util.List;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalFilter;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of the list of events, as they came.
 *
 * @param eventType exact types or prefixes with a trailing {@code *}; any of them
 * @param service any of these services
 * @param severity any of {@code info}, {@code warning}, {@code critical}
 * @param outcome any of {@code success}, {@code failure}, {@code denied}
 * @param actorId exactly this actor
 * @param resourceType exactly this kind of resource
 * @param resourceId exactly this resource
 * @param requestId exactly this request
 * @param since happened at or after
 * @param until happened before
 */
public record EventQuery(@Nullable List<@Nullable String> eventType, @Nullable List<@Nullable String> service,
		@Nullable List<@Nullable String> severity, @Nullable List<@Nullable String> outcome, @Nullable String actorId,
		@Nullable String resourceType, @Nullable String resourceId, @Nullable String requestId, @Nullable Instant since,
		@Nullable Instant until) {

	private static final int LONGEST_ID = 512;

	private static final int LONGEST_TYPE = 128;

	// What the database can compare.
	private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

	/**
	 * The filter that they mean.
	 * @return the filter
	 * @throws QnspException a 400 that names the parameter
	 */
	public JournalFilter filter() {
		return new JournalFilter(FilterTerms.eventTypes("eventType", this.eventType),
				FilterTerms.services("service", this.service),
				FilterTerms.names("severity", this.severity, Severity.values(), Severity::wireName),
				FilterTerms.names("outcome", this.outcome, Outcome.values(), Outcome::wireName),
				text("actorId", this.actorId, LONGEST_ID), text("resourceType", this.resourceType, LONGEST_TYPE),
				text("resourceId", this.resourceId, LONGEST_ID), text("requestId", this.requestId, LONGEST_ID),
				time("since", this.since), time("until", this.until));
	}

	/**
	 * Where the page starts.
	 * @throws QnspException a 400 when it is not a cursor
	 */
	static @Nullable EventPosition cursor(@Nullable String cursor) {
		return (cursor == null) ? null : EventPosition.parse(cursor)
			.orElseThrow(() -> QnspException.badRequest("cursor", "not a cursor of this list"));
	}

	private static @Nullable String text(String name, @Nullable String value, int longest) {
		if (value != null && (value.isEmpty() || value.length() > longest)) {
			throw QnspException.badRequest(name, "%d characters (expected: 1..%d)".formatted(value.length(), longest));
		}
		return value;
	}

	private static @Nullable Instant time(String name, @Nullable Instant value) {
		if (value != null && (value.isBefore(Instant.EPOCH) || value.isAfter(LATEST))) {
			throw QnspException.badRequest(name, "%s (expected: %s..%s)".formatted(value, Instant.EPOCH, LATEST));
		}
		return value;
	}

}
