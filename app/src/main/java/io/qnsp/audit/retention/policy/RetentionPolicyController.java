package io.qnsp.audit.retention.policy;

import java.util.List;
import java.util.UUID;

import io.qnsp.audit.retention.RetentionTurn;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Retention policies over HTTP.
 */
@RestController
final class RetentionPolicyController {

	private static final String POLICIES = "/v1/retention/policies";

	private final RetentionPolicies policies;

	RetentionPolicyController(RetentionPolicies policies) {
		this.policies = policies;
	}

	/**
	 * A part of the list of policies.
	 *
	 * @param policies the policies, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record RetentionPolicyList(List<RetentionPolicy> policies, int limit, @Nullable String nextCursor) {

	}

	@PostMapping(POLICIES)
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.ADMIN }, event = "audit.retention_policy.create",
			feature = RetentionTurn.FEATURE)
	Mono<CreatedPolicy> create(@RequestBody CreatePolicyRequest request, Caller caller, CallAudit audit) {
		return this.policies.create(request, caller, audit);
	}

	@GetMapping(POLICIES)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "audit.retention_policy.list",
			feature = RetentionTurn.FEATURE)
	Mono<RetentionPolicyList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.policies.list(page, caller, audit)
			.map((found) -> new RetentionPolicyList(found.items(), page.limit(), found.nextCursor()));
	}

	@GetMapping(POLICIES + "/{policyId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "audit.retention_policy.read",
			feature = RetentionTurn.FEATURE)
	Mono<RetentionPolicy> read(@PathVariable UUID policyId, Caller caller, CallAudit audit) {
		return this.policies.read(policyId, caller, audit);
	}

	@DeleteMapping(POLICIES + "/{policyId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Controls(value = { Control.ENTITLEMENTS, Control.ADMIN, Control.AUDIT }, event = "audit.retention_policy.delete",
			feature = RetentionTurn.FEATURE)
	Mono<ResponseEntity<Void>> delete(@PathVariable UUID policyId, Caller caller, CallAudit audit) {
		return this.policies.delete(policyId, caller, audit);
	}

}
