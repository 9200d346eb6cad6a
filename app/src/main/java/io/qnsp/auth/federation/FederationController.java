package io.qnsp.auth.federation;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import jakarta.validation.Valid;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Federation events over HTTP.
 */
@RestController
final class FederationController {

	private final FederationEvents events;

	FederationController(FederationEvents events) {
		this.events = events;
	}

	@PostMapping("/auth/federation/audit/events")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = Control.AUDIT, event = "auth.federation_event.record")
	Mono<RecordedEvent> record(@Valid @RequestBody RecordEventRequest request, Caller caller, CallAudit audit) {
		return this.events.record(request, caller, audit);
	}

	@PostMapping("/auth/federation/audit/query")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.federation_event.query",
			feature = "auth.federation-audit", access = Access.READ)
	Mono<FederationEventPage> query(@Valid @RequestBody FederationQueryRequest request, Caller caller,
			CallAudit audit) {
		return this.events.query(request, caller, audit);
	}

}
