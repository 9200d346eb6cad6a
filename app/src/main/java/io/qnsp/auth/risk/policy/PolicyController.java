package io.qnsp.auth.risk.policy;

import java.util.List;
import java.util.UUID;

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
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Risk policies over HTTP.
 */
@RestController
final class PolicyController {

	private static final String FEATURE = "auth.risk-policies";

	private final PolicyAdministration administration;

	PolicyController(PolicyAdministration administration) {
		this.administration = administration;
	}

	/**
	 * A part of the list of policies.
	 *
	 * @param policies the policies, newest first
	 * @param total how many there are
	 * @param limit how many were asked for
	 * @param offset how many were skipped
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record PolicyList(List<Policy> policies, long total, int limit, long offset, @Nullable String nextCursor) {

	}

	@PostMapping("/auth/risk/policies")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.risk_policy.create", feature = FEATURE)
	Mono<Policy> create(@RequestBody PolicyBody body, Caller caller, CallAudit audit) {
		return this.administration.create(body, caller, audit);
	}

	@GetMapping("/auth/risk/policies")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.risk_policy.list", feature = FEATURE)
	Mono<PolicyList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable Long offset,
			@RequestParam @Nullable Boolean enabled, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		PageRequest page = PageRequest.of(limit, offset, cursor);
		return this.administration.list(enabled, page, caller, audit);
	}

	@GetMapping("/auth/risk/policies/{policyId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.risk_policy.read", feature = FEATURE)
	Mono<Policy> read(@PathVariable UUID policyId, Caller caller, CallAudit audit) {
		return this.administration.read(policyId, caller, audit);
	}

	@PatchMapping("/auth/risk/policies/{policyId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.risk_policy.update", feature = FEATURE)
	Mono<Policy> change(@PathVariable UUID policyId, @RequestBody PolicyBody body, Caller caller, CallAudit audit) {
		return this.administration.change(policyId, body, caller, audit);
	}

	@DeleteMapping("/auth/risk/policies/{policyId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.risk_policy.delete", feature = FEATURE)
	Mono<ResponseEntity<Void>> delete(@PathVariable UUID policyId, Caller caller, CallAudit audit) {
		return this.administration.delete(policyId, caller, audit);
	}

}
