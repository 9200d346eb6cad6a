package io.qnsp.kms.escrow.deposit;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Escrowed keys over HTTP.
 */
@RestController
final class EscrowController {

	private static final String FEATURE = "kms.key-escrow";

	private final Escrows escrows;

	EscrowController(Escrows escrows) {
		this.escrows = escrows;
	}

	@PostMapping("/kms/v1/escrow/keys")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.QUOTA, Control.AUDIT, Control.METERING },
			event = "kms.escrow.create", feature = FEATURE, addOn = AddOn.KEY_ESCROW, quota = Escrows.QUOTA,
			billable = "kms.escrow.create")
	Mono<EscrowAnswer> create(@Valid @RequestBody EscrowRequest request, Caller caller, CallAudit audit) {
		return this.escrows.create(request, caller, audit);
	}

	@GetMapping("/kms/v1/escrow/keys")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow.list", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<EscrowAnswer.EscrowList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		return this.escrows.list(PageRequest.of(limit, null, cursor), caller, audit);
	}

}
