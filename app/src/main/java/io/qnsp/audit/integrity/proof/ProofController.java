package io.qnsp.audit.integrity.proof;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.integrity.Checkpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Proofs over HTTP.
 */
@RestController
final class ProofController {

	private static final int MOST_CHECKPOINTS = 1_000;

	private final Proofs proofs;

	private final CheckpointNames names;

	ProofController(Proofs proofs, CheckpointNames names) {
		this.proofs = proofs;
		this.names = names;
	}

	@GetMapping("/v1/events/{eventId}/proof")
	@Controls(value = Control.AUDIT, event = "audit.event.prove")
	Mono<EventProof> inclusion(@PathVariable UUID eventId, Caller caller, CallAudit audit) {
		audit.resource("audit-event", eventId);
		return this.proofs.inclusion(caller.tenantId(), eventId)
			.doOnNext((proof) -> audit.detail("checkpointId", proof.checkpoint().checkpointId().toString()));
	}

	@GetMapping("/v1/checkpoints/consistency")
	@Controls(value = Control.AUDIT, event = "audit.checkpoint.prove_consistency")
	Mono<ConsistencyProof> consistency(@RequestParam @Nullable String from, @RequestParam @Nullable String to,
			Caller caller, CallAudit audit) {
		audit.resource("checkpoint", "*");
		return this.names.range(caller.tenantId(), from, to).flatMap((range) -> {
			note(audit, range.from(), range.to());
			return this.proofs.consistency(range.from(), range.to());
		});
	}

	/**
	 * A range of checkpoints with all their events, as JSON Lines for the offline
	 * verifier.
	 */
	@GetMapping(path = "/v1/checkpoints/bundle", produces = "application/x-ndjson")
	@Controls(value = Control.AUDIT, event = "audit.checkpoint.export", streaming = true)
	Mono<BundleOrder> bundle(@RequestParam @Nullable String from, @RequestParam @Nullable String to, Caller caller,
			CallAudit audit) {
		audit.resource("checkpoint", "*");
		return this.names.range(caller.tenantId(), from, to).map((range) -> {
			long count = range.to().sequence() - range.from().sequence() + 1;
			if (count > MOST_CHECKPOINTS) {
				throw QnspException.badRequest("to",
						"%d checkpoints (expected: at most %d)".formatted(count, MOST_CHECKPOINTS));
			}
			note(audit, range.from(), range.to());
			return new BundleOrder(caller.tenantId(), range.from(), range.to());
		});
	}

	private static void note(CallAudit audit, Checkpoint from, Checkpoint to) {
		audit.detail("fromSequence", from.sequence()).detail("toSequence", to.sequence());
	}

}
