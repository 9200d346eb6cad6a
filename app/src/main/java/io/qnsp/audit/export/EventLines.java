package io.qnsp.audit.export;

import java.util.List;

import io.qnsp.audit.events.EventView;

/**
 * Writes events as lines of text, one an event, each with its line end. No state, no I/O.
 */
public interface EventLines {

	/**
	 * What stands before the first event.
	 * @return UTF-8; empty in formats without a header
	 */
	default byte[] head() {
		return new byte[0];
	}

	/**
	 * Writes events.
	 * @param events the events
	 * @return UTF-8, as many lines as events
	 */
	byte[] lines(List<EventView> events);

}
