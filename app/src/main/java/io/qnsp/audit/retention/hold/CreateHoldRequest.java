package io.qnsp.audit.retention.hold;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.audit.retention.EventScope;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a hold.
 *
 * @param name what people call it, 1..200 characters
 * @param reason why, 1..1,000 characters
 * @param scope which events; all when not given
 * @param from events that happened or were recorded from then on; no bound when not given
 * @param until events that happened or were recorded before; no bound when not given
 * @param resourceId events about this resource only, 1..512 characters
 * @param actorId events by this actor only, 1..512 characters
 */
record CreateHoldRequest(@Nullable String name, @Nullable String reason, EventScope.@Nullable Body scope,
		@Nullable Instant from, @Nullable Instant until, @Nullable String resourceId, @Nullable String actorId) {

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_REASON = 1_000;

	private static final int LONGEST_ID = 512;

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	/**
	 * Refuses what no hold can be.
	 */
	void check() {
		FieldProblems problems = new FieldProblems();
		problems.add(text("name", this.name, LONGEST_NAME));
		problems.add(text("reason", this.reason, LONGEST_REASON));
		problems
			.add((this.resourceId != null) ? BoundedText.problem("resourceId", this.resourceId, 1, LONGEST_ID) : null);
		problems.add((this.actorId != null) ? BoundedText.problem("actorId", this.actorId, 1, LONGEST_ID) : null);
		problems.add(time("from", this.from));
		problems.add(time("until", this.until));
		if (this.from != null && this.until != null && !this.until.isAfter(this.from)) {
			problems.add("until: %s (expected: after from, %s)".formatted(this.until, this.from));
		}
		problems.throwIfAny();
	}

	/**
	 * What is wrong with a required text.
	 */
	static @Nullable String text(String name, @Nullable String text, int longest) {
		return (text == null || text.isBlank()) ? "%s: missing (expected: 1..%d characters)".formatted(name, longest)
				: BoundedText.problem(name, text, 1, longest);
	}

	// What the database can compare.
	private static @Nullable String time(String name, @Nullable Instant time) {
		return (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)))
				? "%s: %s (expected: 1970..9999)".formatted(name, time) : null;
	}

	LegalHold hold(UUID holdId, String createdBy, Instant now) {
		return new LegalHold(holdId, Objects.requireNonNull(this.name), Objects.requireNonNull(this.reason),
				LegalHold.Status.ACTIVE, EventScope.of(this.scope), truncated(this.from), ceiling(this.until),
				this.resourceId, this.actorId, createdBy, now, null);
	}

	private static @Nullable Instant truncated(@Nullable Instant time) {
		return (time != null) ? time.truncatedTo(ChronoUnit.MICROS) : null;
	}

	// Rounded up: a hold covers rather more.
	private static @Nullable Instant ceiling(@Nullable Instant time) {
		Instant down = truncated(time);
		return (down == null || down.equals(time)) ? down : down.plus(1, ChronoUnit.MICROS);
	}

}
