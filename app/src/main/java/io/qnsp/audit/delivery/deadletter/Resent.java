package io.qnsp.audit.delivery.deadletter;

import java.util.List;
import java.util.UUID;

/**
 * What came of sending dead letters again.
 *
 * @param accepted those that the destination has accepted now; they are no dead letters
 * any more
 * @param refused those that it refuses still, or could not be sent
 * @param remaining how many dead letters are left
 */
record Resent(List<UUID> accepted, List<Refusal> refused, long remaining) {

	/**
	 * An event that stays a dead letter.
	 *
	 * @param eventId the event
	 * @param reason why
	 */
	record Refusal(UUID eventId, String reason) {

	}

}
