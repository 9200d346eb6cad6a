package io.qnsp.core.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as its row: clean, within the columns' limits, detail as JSON. Texts longer
 * than their column are cut, and a detail larger than {@link #MAX_DETAIL} is replaced by
 * its size: what a client sends must not decide whether its audit event can be written.
 */
record EventRow(UUID eventId, Instant occurredAt, UUID tenantId, UUID homeTenantId, String eventType, String service,
		String severity, String actorType, String actorId, @Nullable String actorIp, @Nullable String resourceType,
		@Nullable String resourceId, String action, String outcome, int statusCode, String requestId,
		@Nullable String userAgent, @Nullable String application, String source, @Nullable String billableOperation,
		@Nullable Long units, String detail) {

	/** The largest detail, in bytes of UTF-8. */
	static final int MAX_DETAIL = 65_536;

	static final int NAME = 128;

	static final int ID = 512;

	static final int ADDRESS = 64;

	static final int USER_AGENT = 1_024;

	static EventRow of(AuditEvent event, JsonMapper json) {
		AuditEvent.Actor actor = event.actor();
		AuditEvent.Resource resource = event.resource();
		AuditEvent.Context context = event.context();
		AuditEvent.Usage usage = event.usage();
		return new EventRow(event.eventId(), event.timestamp(), event.tenantId(), actor.homeTenantId(),
				SafeText.text(event.eventType(), NAME), SafeText.text(event.service(), NAME),
				event.severity().wireName(), actor.type().wireName(), SafeText.text(actor.id(), ID),
				SafeText.textOrNull(actor.ip(), ADDRESS),
				(resource != null) ? SafeText.text(resource.type(), NAME) : null,
				(resource != null) ? SafeText.text(resource.id(), ID) : null, SafeText.text(event.action(), NAME),
				event.outcome().wireName(), event.statusCode(), SafeText.text(context.requestId(), ID),
				SafeText.textOrNull(context.userAgent(), USER_AGENT), SafeText.textOrNull(context.application(), ID),
				SafeText.text(context.source(), NAME),
				(usage != null) ? SafeText.text(usage.billableOperation(), NAME) : null,
				(usage != null) ? usage.units() : null, detail(event.detail(), json));
	}

	private static String detail(Map<String, Object> detail, JsonMapper json) {
		if (detail.isEmpty()) {
			return "{}";
		}
		String text = SafeText.json(json.writeValueAsString(detail));
		if (text.length() <= MAX_DETAIL / 3) {
			return text;
		}
		int bytes = text.getBytes(StandardCharsets.UTF_8).length;
		return (bytes <= MAX_DETAIL) ? text : "{\"detailOmittedBytes\":%d}".formatted(bytes);
	}

}
