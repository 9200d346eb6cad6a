package io.qnsp.audit.append;

import io.qnsp.app.web.RequestId;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Appending over HTTP. 201 and not 202: when it is answered, the events are in the
 * journal.
 */
@RestController
final class AppendController {

	private final EventAppends appends;

	AppendController(EventAppends appends) {
		this.appends = appends;
	}

	@PostMapping(path = "/v1/events", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = Control.AUDIT, event = "audit.event.append")
	Mono<AppendResult> append(@RequestBody AppendRequest request, ServerWebExchange exchange, Caller caller,
			CallAudit audit) {
		return this.appends.append(request, caller, RequestId.of(exchange), audit);
	}

}
