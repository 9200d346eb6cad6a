package io.qnsp.kms.escrow.policy;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Escrow policies over HTTP.
 */
@RestController
final class EscrowPolicyController {

	private static final String FEATURE = "kms.key-escrow";

	private final EscrowPolicyAdministration policies;

	EscrowPolicyController(EscrowPolicyAdministration policies) {
		this.policies = policies;
	}

	@PostMapping("/kms/v1/escrow/policies")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_policy.create", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<PolicyAnswer.Created> create(@RequestBody PolicyBody body, Caller caller, CallAudit audit) {
		return this.policies.create(body, caller, audit);
	}

	@GetMapping("/kms/v1/escrow/policies")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_policy.list", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<PolicyAnswer.PolicyList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		return this.policies.list(PageRequest.of(limit, null, cursor), caller, audit);
	}

	@GetMapping("/kms/v1/escrow/policies/{policyId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_policy.read", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<PolicyAnswer> read(@PathVariable UUID policyId, Caller caller, CallAudit audit) {
		return this.policies.read(policyId, caller, audit);
	}

	@PatchMapping("/kms/v1/escrow/policies/{policyId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_policy.update", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<PolicyAnswer.Updated> change(@PathVariable UUID policyId, @RequestBody PolicyBody body, Caller caller,
			CallAudit audit) {
		return this.policies.change(policyId, body, caller, audit);
	}

}
