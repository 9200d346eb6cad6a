package io.qnsp.audit.retention.archive;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.integrity.EventBundles;
import io.qnsp.audit.retention.DueEvent;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The plain text of an archive: JSON Lines that prove themselves, read by the offline
 * verifier.
 */
@Component
final class ArchiveLines {

	private final EventBundles bundles;

	private final JsonMapper json;

	ArchiveLines(EventBundles bundles, JsonMapper json) {
		this.bundles = bundles;
		this.json = json;
	}

	/**
	 * The lines of events, as the tenant that the chain runs for.
	 * @return whole lines, some at a time
	 */
	Flux<byte[]> of(UUID tenantId, List<DueEvent> events) {
		return this.bundles.of(tenantId, events.stream().map(DueEvent::position).toList()).map(this::encoded);
	}

	private byte[] encoded(List<Map<String, Object>> lines) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(lines.size() * 1_024);
		for (Map<String, Object> line : lines) {
			out.writeBytes(this.json.writeValueAsBytes(line));
			out.write('\n');
		}
		return out.toByteArray();
	}

}
