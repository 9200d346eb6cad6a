package io.qnsp.audit.delivery;

import java.util.UUID;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;

/**
 * An event on its way to a destination, encoded once whoever gets it.
 *
 * @param position where it stands in the journal
 * @param event what happened
 * @param json the event as CloudEvents 1.0 in structured mode
 * ({@code application/cloudevents+json}), UTF-8; must not be changed
 */
public record OutgoingEvent(EventPosition position, AuditEvent event, byte[] json) {

	/**
	 * By what the other side recognises a repetition.
	 * @return the event's id
	 */
	public UUID id() {
		return this.event.eventId();
	}

	@Override
	public String toString() {
		return "OutgoingEvent[" + id() + "]";
	}

}
