package io.qnsp.audit.integrity.proof;

import java.util.UUID;

import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.integrity.Checkpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Finds checkpoints that callers name by id or by sequence.
 */
@Component
final class CheckpointNames {

	private final CheckpointRepository checkpoints;

	CheckpointNames(CheckpointRepository checkpoints) {
		this.checkpoints = checkpoints;
	}

	/**
	 * Two checkpoints, the first not after the second.
	 *
	 * @param from the earlier
	 * @param to the later
	 */
	record Pair(Checkpoint from, Checkpoint to) {

	}

	/**
	 * Finds the ends of a range.
	 * @return the checkpoints; a 400 for names that are none or stand in the wrong order,
	 * a 404 for one that the tenant does not have
	 */
	Mono<Pair> range(UUID tenantId, @Nullable String from, @Nullable String to) {
		return Mono.zip(find(tenantId, "from", from), find(tenantId, "to", to)).map((found) -> {
			if (found.getT1().sequence() > found.getT2().sequence()) {
				throw QnspException.badRequest("to", "checkpoint %d (expected: %d or later)"
					.formatted(found.getT2().sequence(), found.getT1().sequence()));
			}
			return new Pair(found.getT1(), found.getT2());
		});
	}

	private Mono<Checkpoint> find(UUID tenantId, String field, @Nullable String name) {
		if (name == null) {
			return Mono.error(QnspException.badRequest(field, "missing (expected: a checkpoint's id or sequence)"));
		}
		Mono<Checkpoint> found;
		if (name.matches("[1-9][0-9]{0,14}")) {
			found = this.checkpoints.find(tenantId, Long.parseLong(name));
		}
		else if (name.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
			found = this.checkpoints.find(tenantId, UUID.fromString(name));
		}
		else {
			return Mono
				.error(QnspException.badRequest(field, "not a checkpoint (expected: its id, or its sequence from 1)"));
		}
		return found.switchIfEmpty(Mono.error(() -> QnspException.notFound("checkpoint", name)));
	}

}
