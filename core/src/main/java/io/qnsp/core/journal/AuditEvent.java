package io.qnsp.core.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened: a call that succeeded, failed or was refused, or work that the
 * server did by itself.
 *
 * @param eventId UUIDv7
 * @param eventType {@code <service>.<resource>.<action>}
 * @param service the service, such as {@code auth}
 * @param severity how much it matters
 * @param timestamp when it happened, UTC, millisecond precision
 * @param tenantId the tenant it happened in
 * @param actor who did it
 * @param resource what it was done to, or {@code null}
 * @param action what was done, such as {@code create}
 * @param outcome how it ended
 * @param statusCode the HTTP status that the caller got
 * @param context where it came from
 * @param usage what it is billed as, or {@code null} when it is not
 * @param detail fields that the endpoint names; never a secret
 */
public record AuditEvent(UUID eventId, String eventType, String service, Severity severity, Instant timestamp,
		UUID tenantId, Actor actor, @Nullable Resource resource, String action, Outcome outcome, int statusCode,
		Context context, @Nullable Usage usage, Map<String, Object> detail) {

	public AuditEvent {
		Objects.requireNonNull(eventId, "eventId");
		Objects.requireNonNull(tenantId, "tenantId");
		detail = Map.copyOf(detail);
	}

	/**
	 * The id of what it was done to, where that is a UUID.
	 * @return the UUID, or {@code null} when there is no resource or its id is none
	 */
	public @Nullable UUID resourceUuid() {
		try {
			return (this.resource != null) ? UUID.fromString(this.resource.id()) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * How much an event matters.
	 */
	public enum Severity {

		/** Normal work. */
		INFO,
		/** A refusal or a failure. */
		WARNING,
		/** Something a person should look at now. */
		CRITICAL;

		/**
		 * The name in events and JSON.
		 * @return the lower-case name
		 */
		public String wireName() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * How a call ended.
	 */
	public enum Outcome {

		/** It was done. */
		SUCCESS,
		/** It was tried and not done. */
		FAILURE,
		/** It was refused for who asked or how often. */
		DENIED;

		/**
		 * The name in events and JSON.
		 * @return the lower-case name
		 */
		public String wireName() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Who did it.
	 *
	 * @param type user, service or system
	 * @param id the subject's id, or {@code anonymous}
	 * @param ip the address the call came from, or {@code null}
	 * @param homeTenantId the tenant of the credential; differs from the event's tenant
	 * when an operator acts in another one
	 */
	public record Actor(ActorType type, String id, @Nullable String ip, UUID homeTenantId) {

	}

	/**
	 * What it was done to.
	 *
	 * @param type such as {@code risk-policy}
	 * @param id the resource's id
	 */
	public record Resource(String type, String id) {

	}

	/**
	 * Where it came from.
	 *
	 * @param requestId the call's request id
	 * @param userAgent the caller's user agent, bounded, or {@code null}
	 * @param application the API key or client, or {@code null}
	 * @param source {@code api} or the background work's name
	 */
	public record Context(String requestId, @Nullable String userAgent, @Nullable String application, String source) {

	}

	/**
	 * What it is billed as.
	 *
	 * @param billableOperation such as {@code auth.risk_evaluation}
	 * @param units how many units, at least 1
	 */
	public record Usage(String billableOperation, long units) {

		public Usage {
			if (units < 1) {
				throw new IllegalArgumentException("units: %d (expected: at least 1)".formatted(units));
			}
		}

	}

}
