package io.qnsp.kms.escrow.fetch;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.AddOn;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shares over HTTP.
 */
@RestController
final class EscrowShareController {

	private final ShareFetching shares;

	EscrowShareController(ShareFetching shares) {
		this.shares = shares;
	}

	// HEAD would use up a share that is handed out once and answer nothing of it.
	@GetMapping("/kms/v1/escrow/keys/{escrowId}/shares/{agentId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_share.read",
			feature = "kms.key-escrow", addOn = AddOn.KEY_ESCROW, access = Access.WRITE)
	Mono<FetchedShare> fetch(@PathVariable UUID escrowId, @PathVariable String agentId, HttpMethod method,
			Caller caller, CallAudit audit) {
		return method.equals(HttpMethod.GET) ? this.shares.fetch(escrowId, agentId, caller, audit)
				: Mono.error(new QnspException(ErrorCode.METHOD_NOT_ALLOWED, "The path does not take this method"));
	}

}
