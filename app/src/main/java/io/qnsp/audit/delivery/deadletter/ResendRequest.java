package io.qnsp.audit.delivery.deadletter;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * Asks to send dead letters again.
 *
 * @param eventIds which events, 1..100; the 100 oldest when not given
 */
record ResendRequest(@Nullable List<@Nullable UUID> eventIds) {

	static final int MOST = 100;

	/**
	 * The events, without repetition.
	 * @return the ids, or {@code null} for the oldest
	 * @throws QnspException a 400 when there are none, too many, or one is null
	 */
	@Nullable List<UUID> checked() {
		List<@Nullable UUID> asked = this.eventIds;
		if (asked == null) {
			return null;
		}
		if (asked.isEmpty() || asked.size() > MOST) {
			throw QnspException.badRequest("eventIds", "%d ids (expected: 1..%d)".formatted(asked.size(), MOST));
		}
		return asked.stream().distinct().map(ResendRequest::present).toList();
	}

	private static UUID present(@Nullable UUID id) {
		if (id == null) {
			throw QnspException.badRequest("eventIds", "null (expected: ids of events)");
		}
		return id;
	}

}
