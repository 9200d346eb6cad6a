package io.qnsp.kms.escrow.recovery;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.tenant.AddOn;
import jakarta.validation.Valid;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Recoveries over HTTP.
 */
@RestController
final class EscrowRecoveryController {

	private static final String FEATURE = "kms.key-escrow";

	private final RecoveryRequests requests;

	private final ShareSubmissions submissions;

	private final RecoveryDecisions decisions;

	private final RecoveryExecutions executions;

	EscrowRecoveryController(RecoveryRequests requests, ShareSubmissions submissions, RecoveryDecisions decisions,
			RecoveryExecutions executions) {
		this.requests = requests;
		this.submissions = submissions;
		this.decisions = decisions;
		this.executions = executions;
	}

	@PostMapping("/kms/v1/escrow/recovery/initiate")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_recovery.initiate",
			feature = FEATURE, addOn = AddOn.KEY_ESCROW)
	Mono<RecoveryAnswer.Initiated> initiate(@Valid @RequestBody RecoveryBodies.Initiate request, Caller caller,
			CallAudit audit) {
		return this.requests.initiate(request, caller, audit);
	}

	@PostMapping("/kms/v1/escrow/recovery/submit-share")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_recovery.submit_share",
			feature = FEATURE, addOn = AddOn.KEY_ESCROW)
	Mono<RecoveryAnswer.Submitted> submit(@Valid @RequestBody RecoveryBodies.SubmitShare request, Caller caller,
			CallAudit audit) {
		return this.submissions.submit(request, caller, audit);
	}

	@PostMapping("/kms/v1/escrow/recovery/approve")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_recovery.approve", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<RecoveryAnswer.Decided> decide(@Valid @RequestBody RecoveryBodies.Decide request, Caller caller,
			CallAudit audit) {
		return this.decisions.decide(request, caller, audit);
	}

	@PostMapping("/kms/v1/escrow/recovery/execute")
	@Controls(value = { Control.ENTITLEMENTS, Control.QUOTA, Control.AUDIT, Control.METERING },
			event = "kms.escrow_recovery.execute", feature = FEATURE, addOn = AddOn.KEY_ESCROW,
			quota = "kms.escrow-recoveries", billable = "kms.escrow.recover")
	Mono<RecoveryAnswer.Recovered> execute(@Valid @RequestBody RecoveryBodies.Execute request, Caller caller,
			CallAudit audit) {
		return this.executions.execute(request.requestId(), caller, audit);
	}

	@GetMapping("/kms/v1/escrow/recovery/{requestId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_recovery.read", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<RecoveryAnswer> read(@PathVariable UUID requestId, Caller caller, CallAudit audit) {
		return this.requests.read(requestId, caller, audit);
	}

}
