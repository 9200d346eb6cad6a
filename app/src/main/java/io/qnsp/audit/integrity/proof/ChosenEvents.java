package io.qnsp.audit.integrity.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.qnsp.audit.events.EventView;
import io.qnsp.audit.integrity.Checkpoints;
import io.qnsp.audit.integrity.EventBundles;
import io.qnsp.core.integrity.BundleLines;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.journal.EventPosition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Takes the bundle of whole checkpoints and leaves of the events that were not chosen
 * only their leaf hashes, as of deleted ones.
 */
@Component
final class ChosenEvents implements EventBundles {

	private final Checkpoints checkpoints;

	private final Bundles bundles;

	ChosenEvents(Checkpoints checkpoints, Bundles bundles) {
		this.checkpoints = checkpoints;
		this.bundles = bundles;
	}

	@Override
	public Flux<List<Map<String, Object>>> of(UUID tenantId, List<EventPosition> positions) {
		return order(tenantId, positions).flatMapMany((order) -> {
			Chosen chosen = new Chosen(positions);
			return this.bundles.lines(order).map(chosen::only);
		});
	}

	private Mono<BundleOrder> order(UUID tenantId, List<EventPosition> positions) {
		EventPosition first = positions.getFirst();
		EventPosition last = positions.getLast();
		return this.checkpoints.leafIndexes(tenantId, List.of(first, last))
			.filter((leaves) -> leaves.containsKey(first) && leaves.containsKey(last))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException(
					"Events %s and %s are not both sealed (expected: both)".formatted(first, last))))
			.flatMap((leaves) -> {
				long firstLeaf = Objects.requireNonNull(leaves.get(first));
				long lastLeaf = Objects.requireNonNull(leaves.get(last));
				return this.checkpoints.around(tenantId, firstLeaf, lastLeaf)
					.filter((checkpoint) -> checkpoint.treeSize() > firstLeaf)
					.collectList()
					.map((all) -> spanning(tenantId, all));
			});
	}

	private static BundleOrder spanning(UUID tenantId, List<Checkpoint> checkpoints) {
		return new BundleOrder(tenantId, checkpoints.getFirst(), checkpoints.getLast());
	}

	/**
	 * Turns other events' lines into leaves, and counts again. Used by one chain.
	 */
	private static final class Chosen {

		private final Set<UUID> missing = new HashSet<>();

		private long events;

		private long leaves;

		Chosen(List<EventPosition> positions) {
			positions.forEach((position) -> this.missing.add(position.eventId()));
		}

		List<Map<String, Object>> only(List<Map<String, Object>> lines) {
			List<Map<String, Object>> all = new ArrayList<>(lines.size());
			lines.forEach((line) -> all.add(only(line)));
			return all;
		}

		private Map<String, Object> only(Map<String, Object> line) {
			return switch (String.valueOf(line.get("kind"))) {
				case "event" -> event(line);
				case "leaf" -> {
					this.leaves++;
					yield line;
				}
				case "end" -> end();
				default -> line;
			};
		}

		private Map<String, Object> event(Map<String, Object> line) {
			if (line.get("event") instanceof EventView event && this.missing.remove(event.eventId())) {
				this.events++;
				return line;
			}
			this.leaves++;
			return BundleLines.leaf((Long) Objects.requireNonNull(line.get("leafIndex")),
					String.valueOf(line.get("leafHash")));
		}

		private Map<String, Object> end() {
			if (!this.missing.isEmpty()) {
				throw new IllegalStateException("%d events are not there any more, one is %s (expected: all)"
					.formatted(this.missing.size(), this.missing.iterator().next()));
			}
			return BundleLines.end(this.events, this.leaves);
		}

	}

}
