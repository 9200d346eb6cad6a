package io.qnsp.audit.retention.archive;

import java.util.List;
import java.util.UUID;

import io.qnsp.audit.events.EventView;
import io.qnsp.audit.retention.DueEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The plain text of an archive.
 */
@Component
final class ArchiveLines {

	private static final int AT_ONCE = 500;

	private final JournalReader reader;

	private final JsonMapper json;

	ArchiveLines(JournalReader reader, JsonMapper json) {
		this.reader = reader;
		this.json = json;
	}

	Flux<byte[]> of(UUID tenantId, List<DueEvent> events) {
		return Flux.fromIterable(events)
			.map(DueEvent::position)
			.buffer(AT_ONCE)
			.concatMap((positions) -> this.reader.ofTenantAt(tenantId, positions), 1)
			.concatMapIterable((entries) -> entries)
			.map(this::line);
	}

	private byte[] line(JournalEntry entry) {
		byte[] json = this.json.writeValueAsBytes(EventView.of(entry.event()));
		byte[] line = new byte[json.length + 1];
		System.arraycopy(json, 0, line, 0, json.length);
		line[json.length] = '\n';
		return line;
	}

}
