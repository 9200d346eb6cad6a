package io.qnsp.audit.export;

import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.qnsp.audit.events.EventView;
import io.qnsp.core.text.IpLiteral;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * ArcSight's Common Event Format, version 0, without a syslog header. In the header,
 * {@code \} and {@code |} are escaped and line ends become spaces, since it can't hold
 * them; in values {@code \}, {@code =} and line ends are escaped. The detail is JSON.
 */
final class CefLines implements EventLines {

	private final JsonMapper json;

	CefLines(JsonMapper json) {
		this.json = json;
	}

	@Override
	public byte[] lines(List<EventView> events) {
		StringBuilder text = new StringBuilder();
		events.forEach((event) -> write(event, text));
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private void write(EventView event, StringBuilder line) {
		line.append("CEF:0|QNSP|QNSP Server|1|");
		header(event.eventType(), line);
		header(event.service() + " " + event.action(), line);
		line.append(severity(event.severity())).append("|rt=").append(event.timestamp().toEpochMilli());
		value("externalId", event.eventId(), line);
		value("cat", event.service(), line);
		value("act", event.action(), line);
		value("outcome", event.outcome(), line);
		value("reason", event.statusCode(), line);
		value("suid", event.actor().id(), line);
		value("spriv", event.actor().type(), line);
		address(event.actor().ip(), line);
		value("requestClientApplication", event.context().userAgent(), line);
		value("sourceServiceName", event.context().source(), line);
		labelled("cs1", "tenantId", event.tenantId(), line);
		EventView.Resource resource = event.resource();
		labelled("cs2", "resourceType", (resource != null) ? resource.type() : null, line);
		labelled("cs3", "resourceId", (resource != null) ? resource.id() : null, line);
		labelled("cs4", "requestId", event.context().requestId(), line);
		labelled("cs5", "application", event.context().application(), line);
		labelled("cs6", "detail", event.detail().isEmpty() ? null : this.json.writeValueAsString(event.detail()), line);
		labelled("flexString1", "actorHomeTenantId", event.actor().homeTenantId(), line);
		labelled("flexString2", "billableOperation", event.billableOperation(), line);
		labelled("cn1", "units", event.units(), line);
		line.append('\n');
	}

	// 0..10, as CEF counts.
	private static int severity(String severity) {
		return switch (severity) {
			case "critical" -> 9;
			case "warning" -> 6;
			default -> 3;
		};
	}

	private static void address(@Nullable String ip, StringBuilder line) {
		if (ip != null && IpLiteral.read(ip) instanceof Inet6Address) {
			labelled("c6a2", "Source IPv6 Address", ip, line);
		}
		else {
			value("src", ip, line);
		}
	}

	private static void labelled(String key, String label, @Nullable Object value, StringBuilder line) {
		if (value != null) {
			value(key + "Label", label, line);
			value(key, value, line);
		}
	}

	private static void value(String key, @Nullable Object value, StringBuilder line) {
		if (value == null) {
			return;
		}
		line.append(' ').append(key).append('=');
		String text = value.toString();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '\\', '=' -> line.append('\\').append(c);
				case '\n' -> line.append("\\n");
				case '\r' -> line.append("\\r");
				default -> line.append(c);
			}
		}
	}

	private static void header(String text, StringBuilder line) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '\\', '|' -> line.append('\\').append(c);
				case '\n', '\r' -> line.append(' ');
				default -> line.append(c);
			}
		}
		line.append('|');
	}

}
