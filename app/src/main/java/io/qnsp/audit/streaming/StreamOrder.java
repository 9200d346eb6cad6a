package io.qnsp.audit.streaming;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.events.EventFilter;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import org.jspecify.annotations.Nullable;

/**
 * A stream that was asked for and allowed; it opens when it is written.
 *
 * @param caller who asked
 * @param credential what it asked with, to verify it again; a secret
 * @param validUntil when that credential expires
 * @param filters what must all hold
 * @param subscriptionId the subscription whose filter is among them, or {@code null}
 * @param after resume after this place, or {@code null} for what comes from now on
 */
record StreamOrder(Caller caller, String credential, Instant validUntil, List<EventFilter> filters,
		@Nullable UUID subscriptionId, @Nullable EventPosition after) {

	StreamOrder {
		filters = List.copyOf(filters);
	}

	boolean matches(AuditEvent event) {
		for (EventFilter filter : this.filters) {
			if (!filter.matches(event)) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		return "StreamOrder[" + this.caller.tenantId() + "]";
	}

}
