package io.qnsp.audit.append;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Severity;
import org.jspecify.annotations.Nullable;

/**
 * An event of another system as it was sent, read and checked.
 *
 * @param tenantId the caller's tenant, or {@code null} when it is not named
 * @param eventType {@code <service>.<resource>.<action>}
 * @param timestamp when it happened, or {@code null} for now
 * @param actor who did it, or {@code null} for the caller
 * @param resource what it was done to, or {@code null}
 * @param action what was done; the event type's last part unless given
 * @param outcome how it ended; success unless given
 * @param severity how much it matters; informational for a success and a warning
 * otherwise, unless given
 * @param context where it came from
 * @param detail anything else
 */
record AppendedEvent(@Nullable UUID tenantId, String eventType, @Nullable Instant timestamp, @Nullable Actor actor,
		@Nullable Resource resource, String action, Outcome outcome, Severity severity, Context context,
		Map<String, Object> detail) {

	/** The most characters of names. */
	static final int NAME = 128;

	/** The most characters of ids. */
	static final int ID = 512;

	/** The most characters of a user agent. */
	static final int USER_AGENT = 1_024;

	String service() {
		return this.eventType.substring(0, this.eventType.indexOf('.'));
	}

	/**
	 * Who did it.
	 *
	 * @param type user, service or system
	 * @param id as the other system names it
	 * @param ip an IPv4 or IPv6 address, or {@code null}
	 */
	record Actor(ActorType type, String id, @Nullable String ip) {

	}

	/**
	 * What it was done to.
	 *
	 * @param type the kind of thing
	 * @param id as the other system names it
	 */
	record Resource(String type, String id) {

	}

	/**
	 * Where it came from.
	 *
	 * @param requestId the other system's request, or {@code null} for this call's
	 * @param userAgent the user agent there, or {@code null}
	 * @param source the other system's name, or {@code null}
	 */
	record Context(@Nullable String requestId, @Nullable String userAgent, @Nullable String source) {

	}

}
