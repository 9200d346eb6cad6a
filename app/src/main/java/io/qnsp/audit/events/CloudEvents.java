package io.qnsp.audit.events;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Audit events as CloudEvents 1.0. The extensions are {@code tenantid}, {@code severity},
 * {@code outcome} and {@code sequence}, the event's place in the journal.
 */
@Component
public final class CloudEvents {

	/** The content type of one event in structured mode. */
	public static final String STRUCTURED = "application/cloudevents+json";

	/** The content type of a JSON array of events. */
	public static final String BATCH = "application/cloudevents-batch+json";

	/** The content type of an event's data. */
	public static final String DATA_TYPE = "application/json";

	private static final String VERSION = "1.0";

	private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

	private final JsonMapper json;

	CloudEvents(JsonMapper json) {
		this.json = json;
	}

	/**
	 * An event in structured mode.
	 * @param entry the event
	 * @return JSON in UTF-8
	 */
	public byte[] structured(JournalEntry entry) {
		AuditEvent event = entry.event();
		return this.json.writeValueAsBytes(new Structured(VERSION, event.eventId(), source(event), event.eventType(),
				subject(event), event.timestamp(), DATA_TYPE, event.tenantId(), event.severity().wireName(),
				event.outcome().wireName(), entry.position().toString(), EventView.of(event)));
	}

	/**
	 * The attributes of an event without its data, for transports that carry them in
	 * headers.
	 * @param entry the event
	 * @return the attributes by name, in the order of the specification
	 */
	public static Map<String, String> attributes(JournalEntry entry) {
		AuditEvent event = entry.event();
		Map<String, String> attributes = new LinkedHashMap<>();
		attributes.put("specversion", VERSION);
		attributes.put("id", event.eventId().toString());
		attributes.put("source", source(event));
		attributes.put("type", event.eventType());
		String subject = subject(event);
		if (subject != null) {
			attributes.put("subject", subject);
		}
		attributes.put("time", TIME.format(event.timestamp()));
		attributes.put("datacontenttype", DATA_TYPE);
		attributes.put("tenantid", event.tenantId().toString());
		attributes.put("severity", event.severity().wireName());
		attributes.put("outcome", event.outcome().wireName());
		attributes.put("sequence", entry.position().toString());
		return attributes;
	}

	private static String source(AuditEvent event) {
		return "/qnsp/" + event.service();
	}

	private static @Nullable String subject(AuditEvent event) {
		AuditEvent.Resource resource = event.resource();
		return (resource != null) ? resource.type() + "/" + resource.id() : null;
	}

	/**
	 * One event, named as the specification names its attributes.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "tenantid",
			"severity", "outcome", "sequence", "data" })
	record Structured(String specversion, UUID id, String source, String type, @Nullable String subject, Instant time,
			String datacontenttype, UUID tenantid, String severity, String outcome, String sequence, EventView data) {

	}

}
