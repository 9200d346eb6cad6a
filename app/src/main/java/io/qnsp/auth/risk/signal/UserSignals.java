package io.qnsp.auth.risk.signal;

import java.util.List;

import io.qnsp.auth.risk.model.ThreatSignal;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.journal.AuditEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Signals about users, for evaluations.
 */
public interface UserSignals {

	/** The event of a new signal. */
	String EVENT_TYPE = "auth.risk_signal.create";

	/**
	 * The signals about a user that still weigh something: those of the last 70 days, ten
	 * half-lives of the longest-remembered kind, at most the newest 500. Reads the
	 * database within the surrounding tenant.
	 * @param user the user
	 * @return the signals, newest first
	 */
	Mono<List<ThreatSignal>> recent(UserKey user);

	/**
	 * Whom an event reports something about.
	 * @param event any event
	 * @return the user, or {@code null} when the event is not that of a new signal
	 */
	static @Nullable UserKey reportedBy(AuditEvent event) {
		return (event.eventType().equals(EVENT_TYPE) && event.detail().get("userId") instanceof String userId)
				? new UserKey(event.tenantId(), userId) : null;
	}

}
