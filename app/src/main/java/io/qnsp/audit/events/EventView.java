package io.qnsp.audit.events;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qnsp.core.journal.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * An audit event as it goes out, the same in lists and on streams. What is not known is
 * left out.
 *
 * @param eventId UUIDv7
 * @param eventType {@code <service>.<resource>.<action>}
 * @param service the service
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param timestamp when it happened, UTC, milliseconds
 * @param tenantId the tenant it happened in
 * @param actor who did it
 * @param resource what it was done to, or {@code null}
 * @param action what was done
 * @param outcome {@code success}, {@code failure} or {@code denied}
 * @param statusCode the HTTP status that the caller got
 * @param context where it came from
 * @param billableOperation what it is billed as, or {@code null}
 * @param units how many units are billed, or {@code null}
 * @param detail fields that the endpoint names
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventView(UUID eventId, String eventType, String service, String severity, Instant timestamp,
		UUID tenantId, Actor actor, @Nullable Resource resource, String action, String outcome, int statusCode,
		Context context, @Nullable String billableOperation, @Nullable Long units, Map<String, Object> detail) {

	/**
	 * Renders an event.
	 * @param event the event
	 * @return what goes out
	 */
	public static EventView of(AuditEvent event) {
		AuditEvent.Usage usage = event.usage();
		return new EventView(event.eventId(), event.eventType(), event.service(), event.severity().wireName(),
				event.timestamp(), event.tenantId(), Actor.of(event.actor(), event.tenantId()),
				Resource.of(event.resource()), event.action(), event.outcome().wireName(), event.statusCode(),
				Context.of(event.context()), (usage != null) ? usage.billableOperation() : null,
				(usage != null) ? usage.units() : null, event.detail());
	}

	/**
	 * Who did it.
	 *
	 * @param type {@code user}, {@code service} or {@code system}
	 * @param id the subject's id
	 * @param ip the address the call came from, or {@code null}
	 * @param homeTenantId the tenant of the credential, or {@code null} when it is the
	 * event's: an operator acts in another one
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Actor(String type, String id, @Nullable String ip, @Nullable UUID homeTenantId) {

		static Actor of(AuditEvent.Actor actor, UUID tenantId) {
			return new Actor(actor.type().wireName(), actor.id(), actor.ip(),
					actor.homeTenantId().equals(tenantId) ? null : actor.homeTenantId());
		}

	}

	/**
	 * What it was done to.
	 *
	 * @param type the kind of resource
	 * @param id the resource's id
	 */
	public record Resource(String type, String id) {

		static @Nullable Resource of(AuditEvent.@Nullable Resource resource) {
			return (resource != null) ? new Resource(resource.type(), resource.id()) : null;
		}

	}

	/**
	 * Where it came from.
	 *
	 * @param requestId the call's request id
	 * @param userAgent the caller's user agent, or {@code null}
	 * @param application the API key or client, or {@code null}
	 * @param source {@code api}, the background work's name, or {@code external} for what
	 * another system appended
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Context(String requestId, @Nullable String userAgent, @Nullable String application, String source) {

		static Context of(AuditEvent.Context context) {
			return new Context(context.requestId(), context.userAgent(), context.application(), context.source());
		}

	}

}
