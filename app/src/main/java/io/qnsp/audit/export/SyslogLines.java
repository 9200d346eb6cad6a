package io.qnsp.audit.export;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.qnsp.audit.events.EventView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Syslog messages of RFC 5424, a line each: facility 13 (log audit), the event type as
 * MSGID, the fields that are searched for as structured data, and the whole event as JSON
 * in the message. Control characters, line ends among them, become spaces in the
 * structured data, which has no escape for them; the message has them in JSON's escapes.
 */
final class SyslogLines implements EventLines {

	/** The number of RFC 5612, for documentation: the platform has none of its own. */
	static final String DATA_ID = "event@32473";

	private static final int LOG_AUDIT = 13 * 8;

	private static final int LONGEST_APP_NAME = 48;

	private static final int LONGEST_MESSAGE_ID = 32;

	private static final char BOM = '\ufeff';

	private final JsonMapper json;

	SyslogLines(JsonMapper json) {
		this.json = json;
	}

	@Override
	public byte[] lines(List<EventView> events) {
		StringBuilder text = new StringBuilder();
		events.forEach((event) -> write(event, text));
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private void write(EventView event, StringBuilder line) {
		line.append('<')
			.append(LOG_AUDIT + severity(event.severity()))
			.append(">1 ")
			.append(LineTimes.text(event.timestamp()))
			.append(" - ")
			.append(name("qnsp-" + event.service(), LONGEST_APP_NAME))
			.append(" - ")
			.append(name(event.eventType(), LONGEST_MESSAGE_ID))
			.append(" [")
			.append(DATA_ID);
		parameter("eventId", event.eventId(), line);
		parameter("eventType", event.eventType(), line);
		parameter("tenantId", event.tenantId(), line);
		parameter("severity", event.severity(), line);
		parameter("actorType", event.actor().type(), line);
		parameter("actorId", event.actor().id(), line);
		parameter("actorIp", event.actor().ip(), line);
		EventView.Resource resource = event.resource();
		parameter("resourceType", (resource != null) ? resource.type() : null, line);
		parameter("resourceId", (resource != null) ? resource.id() : null, line);
		parameter("action", event.action(), line);
		parameter("outcome", event.outcome(), line);
		parameter("statusCode", event.statusCode(), line);
		parameter("requestId", event.context().requestId(), line);
		parameter("application", event.context().application(), line);
		parameter("source", event.context().source(), line);
		line.append("] ").append(BOM).append(this.json.writeValueAsString(event)).append('\n');
	}

	private static int severity(String severity) {
		return switch (severity) {
			case "critical" -> 2;
			case "warning" -> 4;
			default -> 6;
		};
	}

	// PRINTUSASCII; an empty name would be read as the next field.
	private static String name(String text, int longest) {
		StringBuilder name = new StringBuilder();
		for (int i = 0; i < Math.min(text.length(), longest); i++) {
			char c = text.charAt(i);
			name.append((c > 0x20 && c < 0x7f) ? c : '?');
		}
		return name.isEmpty() ? "-" : name.toString();
	}

	private static void parameter(String name, @Nullable Object value, StringBuilder line) {
		if (value == null) {
			return;
		}
		line.append(' ').append(name).append("=\"");
		String text = value.toString();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\' || c == ']') {
				line.append('\\').append(c);
			}
			else {
				line.append(Character.isISOControl(c) ? ' ' : c);
			}
		}
		line.append('"');
	}

}
