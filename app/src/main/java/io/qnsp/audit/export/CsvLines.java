package io.qnsp.audit.export;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.qnsp.audit.events.EventView;
import io.qnsp.core.text.SpreadsheetText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * CSV (RFC 4180, UTF-8) with a header; what is not known is empty, the detail is JSON. No
 * cell is a formula. A text may hold line ends, in quotes.
 */
final class CsvLines implements EventLines {

	private static final List<String> COLUMNS = List.of("eventId", "eventType", "service", "severity", "timestamp",
			"tenantId", "actorType", "actorId", "actorIp", "actorHomeTenantId", "resourceType", "resourceId", "action",
			"outcome", "statusCode", "requestId", "userAgent", "application", "source", "billableOperation", "units",
			"detail");

	private final JsonMapper json;

	CsvLines(JsonMapper json) {
		this.json = json;
	}

	@Override
	public byte[] head() {
		return records(List.of(COLUMNS));
	}

	@Override
	public byte[] lines(List<EventView> events) {
		return records(events.stream().map(this::cells).toList());
	}

	private static byte[] records(List<List<String>> records) {
		StringWriter text = new StringWriter();
		try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
			records.forEach(csv::writeRecord);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private List<String> cells(EventView event) {
		EventView.Actor actor = event.actor();
		EventView.Resource resource = event.resource();
		EventView.Context context = event.context();
		return List.of(event.eventId().toString(), cell(event.eventType()), cell(event.service()), event.severity(),
				LineTimes.text(event.timestamp()), event.tenantId().toString(), actor.type(), cell(actor.id()),
				cell(actor.ip()), cell(actor.homeTenantId()), (resource != null) ? cell(resource.type()) : "",
				(resource != null) ? cell(resource.id()) : "", cell(event.action()), event.outcome(),
				Integer.toString(event.statusCode()), cell(context.requestId()), cell(context.userAgent()),
				cell(context.application()), cell(context.source()), cell(event.billableOperation()),
				cell(event.units()), event.detail().isEmpty() ? "" : this.json.writeValueAsString(event.detail()));
	}

	private static String cell(@Nullable Object value) {
		return (value != null) ? SpreadsheetText.inert(value.toString()) : "";
	}

}
