package io.qnsp.audit.retention.hold;

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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Legal holds over HTTP.
 */
@RestController
final class LegalHoldController {

	private static final String HOLDS = "/v1/legal-holds";

	private final LegalHolds holds;

	LegalHoldController(LegalHolds holds) {
		this.holds = holds;
	}

	/**
	 * A part of the list of holds.
	 *
	 * @param holds the holds, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record LegalHoldList(List<LegalHold> holds, int limit, @Nullable String nextCursor) {

	}

	@PostMapping(HOLDS)
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.ADMIN, Control.AUDIT }, event = "audit.legal_hold.create",
			feature = RetentionTurn.FEATURE)
	Mono<LegalHold> create(@RequestBody CreateHoldRequest request, Caller caller, CallAudit audit) {
		return this.holds.create(request, caller, audit);
	}

	@GetMapping(HOLDS)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "audit.legal_hold.list",
			feature = RetentionTurn.FEATURE)
	Mono<LegalHoldList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.holds.list(page, caller, audit)
			.map((found) -> new LegalHoldList(found.items(), page.limit(), found.nextCursor()));
	}

	@PostMapping(HOLDS + "/{holdId}/release")
	@Controls(value = { Control.ENTITLEMENTS, Control.ADMIN, Control.AUDIT }, event = "audit.legal_hold.release",
			feature = RetentionTurn.FEATURE)
	Mono<LegalHold> release(@PathVariable UUID holdId, @RequestBody ReleaseHoldRequest request, Caller caller,
			CallAudit audit) {
		return this.holds.release(holdId, request, caller, audit);
	}

}
