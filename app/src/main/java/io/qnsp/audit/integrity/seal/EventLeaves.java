package io.qnsp.audit.integrity.seal;

import java.util.List;

import io.qnsp.audit.events.EventView;
import io.qnsp.core.integrity.json.CanonicalJson;
import io.qnsp.core.integrity.merkle.TreeHash;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.crypto.CryptoEngine;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The leaf of an event: the canonical JSON of the event exactly as lists, streams and
 * exports show it, so that whoever has one of these can compute its hash.
 */
@Component
public final class EventLeaves {

	/** How the tree hashes. */
	public static final TreeHash HASH = TreeHash.SHA3_256;

	private final JsonMapper json;

	private final CryptoEngine engine;

	EventLeaves(JsonMapper json, CryptoEngine engine) {
		this.json = json;
		this.engine = engine;
	}

	/**
	 * The leaf hashes of events, computed away from the event loop.
	 * @param entries the events
	 * @return their hashes in the same order
	 */
	public Mono<List<byte[]>> of(List<JournalEntry> entries) {
		return this.engine.fastLane()
			.run("merkle-leaves", () -> entries.stream().map((entry) -> hash(entry.event())).toList());
	}

	/**
	 * The leaf hash of an event, on the calling thread.
	 * @param event the event
	 * @return 32 bytes
	 */
	byte[] hash(AuditEvent event) {
		return HASH.leaf(CanonicalJson.canonical(this.json.writeValueAsBytes(EventView.of(event))));
	}

}
