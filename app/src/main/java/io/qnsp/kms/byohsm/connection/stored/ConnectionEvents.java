package io.qnsp.kms.byohsm.connection.stored;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;

import org.springframework.stereotype.Component;

/**
 * What events say of connections.
 */
@Component
public final class ConnectionEvents {

	/** The HSM refused the credentials. */
	public static final String REFUSED = "kms.hsm_connection.refuse";

	private static final String RESOURCE = "hsm-connection";

	private static final String VERSION = "version";

	private static final String SOURCE = "kms-byohsm";

	private final Ids ids;

	private final Clock clock;

	ConnectionEvents(Ids ids, Clock clock) {
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Says which connection a call is about.
	 * @param audit the call's event
	 * @param connectionId the connection
	 */
	public static void describe(CallAudit audit, UUID connectionId) {
		audit.resource(RESOURCE, connectionId);
	}

	/**
	 * Says which connection a call is about and how it is set; nothing of what opens it.
	 * @param audit the call's event
	 * @param connection the connection
	 */
	public static void describe(CallAudit audit, StoredConnection connection) {
		describe(audit, connection.connectionId());
		audit.detail("name", connection.settings().name())
			.detail("provider", connection.provider().wireName())
			.detail("endpoint", connection.settings().endpoint())
			.detail("credentialType", connection.settings().credentialType().wireName())
			.detail(VERSION, connection.settings().version());
	}

	/**
	 * The connection that an event is about.
	 * @param event the event
	 * @return its id, or empty when it is about something else
	 */
	public static Optional<UUID> connectionOf(AuditEvent event) {
		AuditEvent.Resource resource = event.resource();
		return (resource != null && resource.type().equals(RESOURCE)) ? Optional.ofNullable(event.resourceUuid())
				: Optional.empty();
	}

	/**
	 * The settings' version that an event names.
	 * @param event the event
	 * @return the version, or 0 when it names none
	 */
	public static int versionOf(AuditEvent event) {
		return (event.detail().get(VERSION) instanceof Number version) ? version.intValue() : 0;
	}

	/**
	 * An HSM has refused the credentials.
	 * @param connection the connection
	 * @param refusedLogins how often by now
	 * @return the event
	 */
	public AuditEvent refused(StoredConnection connection, int refusedLogins) {
		return new AuditEvent(this.ids.next(), REFUSED, "kms", AuditEvent.Severity.WARNING,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), connection.tenantId(),
				new AuditEvent.Actor(ActorType.SYSTEM, SOURCE, null, connection.tenantId()),
				new AuditEvent.Resource(RESOURCE, connection.connectionId().toString()), "refuse",
				AuditEvent.Outcome.SUCCESS, 200,
				new AuditEvent.Context(connection.connectionId().toString(), null, null, SOURCE), null,
				Map.of("refusedLogins", refusedLogins));
	}

}
