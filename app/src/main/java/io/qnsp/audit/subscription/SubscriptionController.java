package io.qnsp.audit.subscription;

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
 * Subscriptions over HTTP. Listing and deleting need no entitlement: a tenant that no
 * longer has the feature must still see and end what it has set up.
 */
@RestController
final class SubscriptionController {

	private static final String FEATURE = "audit.streaming";

	private final SubscriptionAdministration subscriptions;

	SubscriptionController(SubscriptionAdministration subscriptions) {
		this.subscriptions = subscriptions;
	}

	/**
	 * A part of the list of subscriptions.
	 *
	 * @param subscriptions the subscriptions, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record SubscriptionList(List<Subscription> subscriptions, int limit, @Nullable String nextCursor) {

	}

	@PostMapping("/v1/streaming/subscriptions")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = Control.ENTITLEMENTS, feature = FEATURE, event = "audit.subscription.create")
	Mono<CreatedSubscription> create(@Valid @RequestBody CreateSubscriptionRequest request, Caller caller,
			CallAudit audit) {
		return this.subscriptions.create(request, caller, audit);
	}

	@GetMapping("/v1/streaming/subscriptions")
	@Controls(value = Control.AUDIT, event = "audit.subscription.list")
	Mono<SubscriptionList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.subscriptions.list(caller.tenantId(), page).map((found) -> {
			audit.resource(DeliverableSubscriptions.RESOURCE, "*").detail("count", found.items().size());
			return new SubscriptionList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@GetMapping("/v1/streaming/subscriptions/{subscriptionId}")
	@Controls(value = Control.AUDIT, event = "audit.subscription.read")
	Mono<Subscription> get(@PathVariable UUID subscriptionId, Caller caller, CallAudit audit) {
		audit.resource(DeliverableSubscriptions.RESOURCE, subscriptionId);
		return this.subscriptions.get(caller.tenantId(), subscriptionId);
	}

	/**
	 * Changes a subscription.
	 */
	@PatchMapping("/v1/streaming/subscriptions/{subscriptionId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, feature = FEATURE, event = "audit.subscription.update")
	Mono<Subscription> change(@PathVariable UUID subscriptionId, @Valid @RequestBody UpdateSubscriptionRequest request,
			Caller caller, CallAudit audit) {
		return this.subscriptions.change(subscriptionId, request, caller, audit);
	}

	/**
	 * Gives a webhook a new secret. It is shown this once.
	 */
	@PostMapping("/v1/streaming/subscriptions/{subscriptionId}/rotate-secret")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, feature = FEATURE,
			event = "audit.subscription.rotate_secret")
	Mono<RotatedSecret> rotateSecret(@PathVariable UUID subscriptionId, Caller caller, CallAudit audit) {
		return this.subscriptions.rotateSecret(caller.tenantId(), subscriptionId, audit);
	}

	@DeleteMapping("/v1/streaming/subscriptions/{subscriptionId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Controls(value = Control.AUDIT, event = Subscriptions.DELETED)
	Mono<ResponseEntity<Void>> delete(@PathVariable UUID subscriptionId, Caller caller, CallAudit audit) {
		return this.subscriptions.delete(caller.tenantId(), subscriptionId, audit);
	}

}
