package io.qnsp.audit.integrity.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.qnsp.audit.events.EventView;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.integrity.json.CanonicalJson;
import io.qnsp.core.integrity.merkle.Frontier;
import io.qnsp.core.journal.AuditEvent;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how many events a second one thread makes leaves of and appends to the tree. A
 * program, not a test: run it with the test class path.
 */
final class LeafRate {

	private static final int EVENTS = 20_000;

	private static final int ROUNDS = 8;

	private LeafRate() {
	}

	public static void main(String[] arguments) {
		JsonMapper json = JsonMapper.builder().build();
		List<AuditEvent> events = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			UUID id = new UUID(0x0190a00000007000L, i);
			events.add(new AuditEvent(id, "kms.key.sign", "kms", AuditEvent.Severity.INFO, Instant.EPOCH, id,
					new AuditEvent.Actor(ActorType.USER, id.toString(), "192.0.2.1", id),
					new AuditEvent.Resource("key", id.toString()), "sign", AuditEvent.Outcome.SUCCESS, 200,
					new AuditEvent.Context(id.toString(), "agent/1.0 (test)", "client-1", "api"),
					new AuditEvent.Usage("kms.sign", 1),
					Map.of("algorithm", "ML-DSA-65", "keyVersion", 3, "bytes", 512, "ratio", 0.25)));
		}
		for (int round = 0; round < ROUNDS; round++) {
			long start = System.nanoTime();
			Frontier tree = new Frontier(EventLeaves.HASH);
			for (AuditEvent event : events) {
				tree.append(
						EventLeaves.HASH.leaf(CanonicalJson.canonical(json.writeValueAsBytes(EventView.of(event)))));
			}
			long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
			System.out.printf("%d events/s, root size %d%n", EVENTS * 1_000_000L / micros, tree.root().length);
		}
	}

}
