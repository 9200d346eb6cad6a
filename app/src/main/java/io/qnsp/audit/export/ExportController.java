package io.qnsp.audit.export;

import java.time.Instant;
import java.util.List;

import io.qnsp.audit.events.EventQuery;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Exports over HTTP. Who took which part of the audit log with them is an event.
 */
@RestController
final class ExportController {

	private static final int BEARER = "Bearer ".length();

	private final EventExports exports;

	ExportController(EventExports exports) {
		this.exports = exports;
	}

	// Whatever Accept says, the parameter decides.
	@GetMapping(path = "/v1/events/export",
			produces = { MediaType.APPLICATION_NDJSON_VALUE, "text/csv", MediaType.TEXT_PLAIN_VALUE,
					MediaType.ALL_VALUE })
	@Controls(value = Control.AUDIT, event = "audit.event.export", streaming = true)
	Mono<ExportOrder> export(@RequestParam @Nullable String format,
			@RequestParam @Nullable List<@Nullable String> eventType,
			@RequestParam @Nullable List<@Nullable String> service,
			@RequestParam @Nullable List<@Nullable String> severity,
			@RequestParam @Nullable List<@Nullable String> outcome, @RequestParam @Nullable String actorId,
			@RequestParam @Nullable String resourceType, @RequestParam @Nullable String resourceId,
			@RequestParam @Nullable String requestId, @RequestParam @Nullable Instant since,
			@RequestParam @Nullable Instant until, @RequestParam @Nullable String cursor,
			@RequestHeader(HttpHeaders.AUTHORIZATION) String authorization, Caller caller, CallAudit audit) {
		EventQuery query = new EventQuery(eventType, service, severity, outcome, actorId, resourceType, resourceId,
				requestId, since, until);
		// The call is authenticated, so the header has this form.
		return this.exports.begin(ExportFormat.of(format), query, cursor, caller,
				authorization.substring(BEARER).trim(), audit);
	}

}
