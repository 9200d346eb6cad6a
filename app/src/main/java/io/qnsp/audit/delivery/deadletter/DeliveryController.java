package io.qnsp.audit.delivery.deadletter;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Replays and dead letters over HTTP.
 */
@RestController
final class DeliveryController {

	private static final String FEATURE = "audit.streaming";

	private static final String SUBSCRIPTION = "/v1/streaming/subscriptions/{subscriptionId}";

	private final DeliveryAdministration delivery;

	DeliveryController(DeliveryAdministration delivery) {
		this.delivery = delivery;
	}

	/**
	 * A part of the list of dead letters.
	 *
	 * @param deadLetters the dead letters, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record DeadLetterList(List<DeadLetter> deadLetters, int limit, @Nullable String nextCursor) {

	}

	@PostMapping(SUBSCRIPTION + "/replay")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, feature = FEATURE, event = "audit.subscription.replay")
	Mono<Replayed> replay(@PathVariable UUID subscriptionId, @Valid @RequestBody ReplayRequest request, Caller caller,
			CallAudit audit) {
		return this.delivery.replay(caller.tenantId(), subscriptionId, request, audit);
	}

	@GetMapping(SUBSCRIPTION + "/dead-letters")
	@Controls(value = Control.AUDIT, event = "audit.dead_letter.list")
	Mono<DeadLetterList> list(@PathVariable UUID subscriptionId, @RequestParam @Nullable Integer limit,
			@RequestParam @Nullable String cursor, Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.delivery.list(caller.tenantId(), subscriptionId, page).map((found) -> {
			audit.resource("subscription", subscriptionId).detail("count", found.items().size());
			return new DeadLetterList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@PostMapping(SUBSCRIPTION + "/dead-letters/resend")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, feature = FEATURE, event = "audit.dead_letter.resend")
	Mono<Resent> resend(@PathVariable UUID subscriptionId, @RequestBody ResendRequest request, Caller caller,
			CallAudit audit) {
		return this.delivery.resend(caller.tenantId(), subscriptionId, request, audit);
	}

}
