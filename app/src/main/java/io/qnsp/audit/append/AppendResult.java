package io.qnsp.audit.append;

import java.util.List;
import java.util.UUID;

/**
 * What has become of a request: all of its events are in the journal.
 *
 * @param accepted how many events are in the journal
 * @param received how many events the request held
 * @param eventIds their ids, in the order of the request
 */
record AppendResult(int accepted, int received, List<UUID> eventIds) {

	AppendResult {
		eventIds = List.copyOf(eventIds);
	}

}
