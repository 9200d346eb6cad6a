package io.qnsp.audit.integrity.verify;

import java.util.UUID;

import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import jakarta.validation.Valid;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Verification over HTTP.
 */
@RestController
final class VerificationController {

	private final CheckpointRepository checkpoints;

	private final CheckpointVerification verification;

	private final RangeVerification ranges;

	private final VerificationLimit limit;

	VerificationController(CheckpointRepository checkpoints, CheckpointVerification verification,
			RangeVerification ranges, VerificationLimit limit) {
		this.checkpoints = checkpoints;
		this.verification = verification;
		this.ranges = ranges;
		this.limit = limit;
	}

	@GetMapping("/v1/checkpoints/{checkpointId}/verify")
	@Controls(value = Control.AUDIT, event = "audit.checkpoint.verify")
	Mono<CheckpointVerdict> verify(@PathVariable UUID checkpointId, Caller caller, CallAudit audit) {
		audit.resource("checkpoint", checkpointId);
		return this.checkpoints.find(caller.tenantId(), checkpointId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("checkpoint", checkpointId)))
			.flatMap((found) -> this.limit.run(this.verification.verify(found)))
			.doOnNext((verdict) -> audit.detail("sequence", verdict.sequence()).detail("valid", verdict.valid()));
	}

	@PostMapping("/v1/verify")
	@Controls(value = Control.AUDIT, event = "audit.event.verify", access = Access.READ)
	Mono<RangeVerdict> verifyRange(@Valid @RequestBody VerifyRequest request, Caller caller, CallAudit audit) {
		request.check();
		audit.resource("audit-event", "*");
		return this.limit.run(this.ranges.verify(caller.tenantId(), request))
			.doOnNext((verdict) -> audit.detail("valid", verdict.valid())
				.detail("fromSequence", verdict.fromSequence())
				.detail("toSequence", verdict.toSequence())
				.detail("eventsVerified", verdict.eventsVerified()));
	}

}
