package io.qnsp.kms.byohsm.operation;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.tenant.AddOn;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keys in HSMs at work over HTTP.
 */
@RestController
final class HsmOperationController {

	private static final String FEATURE = "kms.byohsm";

	/** The quota resource that each use takes one of. */
	private static final String QUOTA = "kms.hsm.operations";

	private final KeysAtWork keys;

	HsmOperationController(KeysAtWork keys) {
		this.keys = keys;
	}

	@PostMapping("/kms/v1/byohsm/wrap")
	@Controls(value = { Control.ENTITLEMENTS, Control.QUOTA, Control.AUDIT, Control.METERING },
			event = "kms.hsm_key.wrap", feature = FEATURE, addOn = AddOn.BYOHSM, billable = "kms.hsm.wrap",
			quota = QUOTA, access = Access.USE)
	Mono<OperationAnswer.Wrapped> wrap(@RequestBody OperationRequest.Wrap request, Caller caller, CallAudit audit) {
		return this.keys.wrap(request, caller, audit);
	}

	@PostMapping("/kms/v1/byohsm/unwrap")
	@Controls(value = { Control.ENTITLEMENTS, Control.QUOTA, Control.AUDIT, Control.METERING },
			event = "kms.hsm_key.unwrap", feature = FEATURE, addOn = AddOn.BYOHSM, billable = "kms.hsm.unwrap",
			quota = QUOTA, access = Access.USE)
	Mono<OperationAnswer.Unwrapped> unwrap(@RequestBody OperationRequest.Unwrap request, Caller caller,
			CallAudit audit) {
		return this.keys.unwrap(request, caller, audit);
	}

	@PostMapping("/kms/v1/byohsm/sign")
	@Controls(value = { Control.ENTITLEMENTS, Control.QUOTA, Control.AUDIT, Control.METERING },
			event = "kms.hsm_key.sign", feature = FEATURE, addOn = AddOn.BYOHSM, billable = "kms.hsm.sign",
			quota = QUOTA, access = Access.USE)
	Mono<OperationAnswer.Signed> sign(@RequestBody OperationRequest.Sign request, Caller caller, CallAudit audit) {
		return this.keys.sign(request, caller, audit);
	}

	@PostMapping("/kms/v1/byohsm/verify")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_key.verify", feature = FEATURE,
			addOn = AddOn.BYOHSM, access = Access.READ)
	Mono<OperationAnswer.Verified> verify(@RequestBody OperationRequest.Verify request, Caller caller,
			CallAudit audit) {
		return this.keys.verify(request, caller, audit);
	}

}
