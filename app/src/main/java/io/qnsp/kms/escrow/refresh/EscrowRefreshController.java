package io.qnsp.kms.escrow.refresh;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.kms.escrow.deposit.EscrowAnswer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Refreshes over HTTP, by administrators: new shares go to whomever the policy names.
 */
@RestController
final class EscrowRefreshController {

	private final Refreshes refreshes;

	EscrowRefreshController(Refreshes refreshes) {
		this.refreshes = refreshes;
	}

	/**
	 * Makes new shares.
	 *
	 * @param requestId an approved recovery with purpose refresh, for a key that the KMS
	 * no longer has; none to take the key from the KMS
	 */
	record RefreshRequest(@Nullable UUID requestId) {

	}

	@PostMapping("/kms/v1/escrow/keys/{escrowId}/refresh")
	@Controls(value = { Control.ADMIN, Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow.refresh",
			feature = "kms.key-escrow", addOn = AddOn.KEY_ESCROW)
	Mono<EscrowAnswer> refresh(@PathVariable UUID escrowId,
			@RequestBody(required = false) @Nullable RefreshRequest request, Caller caller, CallAudit audit) {
		UUID requestId = (request != null) ? request.requestId() : null;
		return (requestId != null) ? this.refreshes.fromShares(escrowId, requestId, caller, audit)
				: this.refreshes.fromKey(escrowId, caller, audit);
	}

}
