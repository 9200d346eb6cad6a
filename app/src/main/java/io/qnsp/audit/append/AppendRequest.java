package io.qnsp.audit.append;

import java.util.List;

/**
 * What is appended. The body may also be one event, or an array of events.
 *
 * @param events 1..100 events
 */
record AppendRequest(List<AppendedEvent> events) {

	/** How many events a request may hold. */
	static final int MOST = 100;

	AppendRequest {
		events = List.copyOf(events);
	}

}
