package io.qnsp.audit.integrity.verify;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.journal.EventPosition;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was sealed.
 *
 * @param kind what it is
 * @param checkpointId the checkpoint that it was found in
 * @param eventId the event, or {@code null} when no single one is known
 * @param leafIndex its leaf, or {@code null} when it has none
 * @param position its place in the journal, or {@code null}
 * @param message what was found and what was expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(Kind kind, UUID checkpointId, @Nullable UUID eventId, @Nullable Long leafIndex,
		@Nullable String position, String message) {

	static Problem of(Kind kind, UUID checkpointId, String message) {
		return new Problem(kind, checkpointId, null, null, null, message);
	}

	static Problem of(Kind kind, UUID checkpointId, EventPosition position, @Nullable Long leafIndex, String message) {
		return new Problem(kind, checkpointId, position.eventId(), leafIndex, position.toString(), message);
	}

	/**
	 * What is not as it was sealed.
	 */
	enum Kind {

		/** An event's content is another one. */
		@JsonProperty("event_changed")
		EVENT_CHANGED,
		/** An event is gone, and not by retention. */
		@JsonProperty("event_missing")
		EVENT_MISSING,
		/** An event stands where none was when the checkpoint was made. */
		@JsonProperty("event_inserted")
		EVENT_INSERTED,
		/** An event stands in another place of the journal. */
		@JsonProperty("event_moved")
		EVENT_MOVED,
		/** Events and stored leaf hashes agree, and do not make up the signed root. */
		@JsonProperty("root_mismatch")
		ROOT_MISMATCH,
		/** The stored tree is not what was signed; events may be good all the same. */
		@JsonProperty("tree_damaged")
		TREE_DAMAGED,
		/** The checkpoint does not continue the one before it. */
		@JsonProperty("chain_broken")
		CHAIN_BROKEN,
		/** The signature is not one of the platform over this checkpoint. */
		@JsonProperty("signature_invalid")
		SIGNATURE_INVALID;

		boolean isOfAnEvent() {
			return this == EVENT_CHANGED || this == EVENT_MISSING || this == EVENT_INSERTED || this == EVENT_MOVED;
		}

	}

}
