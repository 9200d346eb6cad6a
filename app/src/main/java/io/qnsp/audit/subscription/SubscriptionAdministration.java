package io.qnsp.audit.subscription;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.qnsp.app.outbound.TargetRules;
import io.qnsp.audit.events.EventFilter;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Makes, lists and deletes subscriptions.
 */
@Component
final class SubscriptionAdministration implements Subscriptions {

	private static final int MOST = 100;

	private final SubscriptionRepository repository;

	private final DestinationRules rules;

	private final DestinationSecrets secrets;

	private final WebhookSecrets webhooks;

	private final DeliveryStates deliveries;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	SubscriptionAdministration(SubscriptionRepository repository, TargetRules targets, DestinationSecrets secrets,
			WebhookSecrets webhooks, DeliveryStates deliveries, Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.rules = new DestinationRules(targets);
		this.secrets = secrets;
		this.webhooks = webhooks;
		this.deliveries = deliveries;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Makes a subscription. The reference does not audit this; but whoever makes a
	 * subscription decides where the tenant's audit events go, so the event is kept, in
	 * the transaction of the change.
	 */
	Mono<CreatedSubscription> create(CreateSubscriptionRequest request, Caller caller, CallAudit audit) {
		EventFilter filter = filter(request.filters());
		DestinationConfig destination = this.webhooks
			.complete(this.rules.check(request.destination().type(), request.destination().config()));
		Instant now = now();
		Subscription made = new Subscription(this.ids.next(), request.name(), Subscription.Status.ACTIVE, null,
				Subscription.Filters.of(filter), Subscription.Destination.of(destination), caller.subject(), now, now,
				null);
		UUID tenantId = caller.tenantId();
		audit.keep()
			.resource(DeliverableSubscriptions.RESOURCE, made.subscriptionId())
			.detail("destinationType", destination.type().wireName())
			.detail("destination", destination.target())
			.detail(EVENT_TYPES, filter.eventTypes())
			.detail("services", filter.services())
			.detail("severities", filter.severities());
		Mono<CreatedSubscription> work = this.repository
			.insert(tenantId, made, sealed(tenantId, made.subscriptionId(), destination), MOST)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("The tenant has %d subscriptions (expected: fewer, to make another)".formatted(MOST))))
			.then(Mono.defer(() -> this.deliveries.begin(tenantId, made.subscriptionId())))
			.thenReturn(new CreatedSubscription(made.subscriptionId(), made.name(), made.status(), made.createdAt()));
		return this.changes.commit(work);
	}

	Mono<Page<Subscription>> list(UUID tenantId, PageRequest page) {
		return this.repository.list(tenantId, page)
			.flatMap((rows) -> withDelivery(tenantId, rows))
			.map((rows) -> Page.of(rows, page, Subscription::place));
	}

	Mono<Subscription> get(UUID tenantId, UUID subscriptionId) {
		return found(this.repository.find(tenantId, subscriptionId), subscriptionId)
			.flatMap((found) -> withDelivery(tenantId, List.of(found)).map(List::getFirst));
	}

	/**
	 * Changes a subscription. Whoever delivers it is interrupted and goes on with what is
	 * new from the same place.
	 */
	Mono<Subscription> change(UUID subscriptionId, UpdateSubscriptionRequest request, Caller caller, CallAudit audit) {
		request.check();
		UUID tenantId = caller.tenantId();
		EventFilter filter = (request.filters() != null) ? filter(request.filters()) : null;
		DestinationConfig destination = (request.destination() != null)
				? this.rules.check(request.destination().type(), request.destination().config()) : null;
		describe(request, filter, destination, audit.resource(DeliverableSubscriptions.RESOURCE, subscriptionId));
		Mono<Subscription> work = found(this.repository.findToChange(tenantId, subscriptionId), subscriptionId)
			.flatMap((before) -> Mono.justOrEmpty(destination)
				.flatMap((wanted) -> withSecret(tenantId, before, wanted))
				.map(Optional::of)
				.defaultIfEmpty(Optional.empty())
				.flatMap((complete) -> change(tenantId, changed(before, request, filter, complete.orElse(null)),
						complete.orElse(null), request.status() != null || destination != null)));
		return this.changes.commit(work);
	}

	private Mono<Subscription> change(UUID tenantId, Subscription after, @Nullable DestinationConfig destination,
			boolean afresh) {
		return this.repository.update(tenantId, after)
			.then(Mono.defer(() -> replace(tenantId, after, destination)))
			.then(Mono.defer(() -> this.deliveries.interrupt(tenantId, after.subscriptionId(), afresh)))
			.then(Mono.defer(() -> withDelivery(tenantId, List.of(after)).map(List::getFirst)));
	}

	// A webhook that gets no other secret keeps its own: its receivers know that one.
	private Mono<DestinationConfig> withSecret(UUID tenantId, Subscription before, DestinationConfig wanted) {
		boolean keeps = wanted.type() == DestinationType.WEBHOOK && before.destination().type() == wanted.type()
				&& wanted.secrets().isEmpty();
		return !keeps ? Mono.just(this.webhooks.complete(wanted))
				: this.repository.findTarget(tenantId, before.subscriptionId())
					.map((target) -> this.webhooks.complete(new DestinationConfig(wanted.type(), wanted.open(),
							this.secrets.open(target.secrets(), tenantId, before.subscriptionId()), wanted.target())));
	}

	/**
	 * Gives a webhook a new secret; the one before signs too for a day.
	 */
	Mono<RotatedSecret> rotateSecret(UUID tenantId, UUID subscriptionId, CallAudit audit) {
		audit.resource(DeliverableSubscriptions.RESOURCE, subscriptionId);
		Mono<RotatedSecret> work = found(this.repository.findToChange(tenantId, subscriptionId), subscriptionId)
			.flatMap((found) -> this.repository.findTarget(tenantId, subscriptionId)
				.flatMap((target) -> rotate(tenantId, found, target)));
		return this.changes.commit(work);
	}

	private Mono<RotatedSecret> rotate(UUID tenantId, Subscription found, SubscriptionRepository.StoredTarget target) {
		UUID id = found.subscriptionId();
		if (target.type() != DestinationType.WEBHOOK) {
			return Mono.error(QnspException.conflict("The destination is %s (expected: webhook, which has a secret)"
				.formatted(target.type().wireName())));
		}
		Instant now = now();
		var rotated = this.webhooks.rotated(this.secrets.open(target.secrets(), tenantId, id), now);
		Subscription changed = new Subscription(id, found.name(), found.status(), found.statusReason(), found.filters(),
				new Subscription.Destination(target.type(), target.config(), List.of(WebhookFields.SECRET)),
				found.createdBy(), found.createdAt(), now, null);
		RotatedSecret answer = new RotatedSecret(id, rotated.getOrDefault(WebhookFields.SECRET, ""),
				rotated.containsKey(WebhookFields.PREVIOUS_SECRET) ? now.plus(WebhookSecrets.OVERLAP) : null);
		return this.repository.replaceDestination(tenantId, changed, this.secrets.seal(rotated, tenantId, id))
			.then(Mono.defer(() -> this.deliveries.interrupt(tenantId, id, false)))
			.thenReturn(answer);
	}

	Mono<ResponseEntity<Void>> delete(UUID tenantId, UUID subscriptionId, CallAudit audit) {
		audit.resource(DeliverableSubscriptions.RESOURCE, subscriptionId);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		Mono<ResponseEntity<Void>> work = this.repository.delete(tenantId, subscriptionId)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> notFound(subscriptionId)))
			.thenReturn(answer);
		return this.changes.commit(work);
	}

	@Override
	public Mono<EventFilter> filterOf(UUID tenantId, UUID subscriptionId) {
		return found(this.repository.find(tenantId, subscriptionId), subscriptionId)
			.map((found) -> found.filters().toFilter());
	}

	private Subscription changed(Subscription before, UpdateSubscriptionRequest request, @Nullable EventFilter filter,
			@Nullable DestinationConfig destination) {
		Subscription.Status status = (request.status() != null) ? request.status().meant() : before.status();
		return new Subscription(before.subscriptionId(), (request.name() != null) ? request.name() : before.name(),
				status, (status == Subscription.Status.DISABLED) ? before.statusReason() : null,
				(filter != null) ? Subscription.Filters.of(filter) : before.filters(),
				(destination != null) ? Subscription.Destination.of(destination) : before.destination(),
				before.createdBy(), before.createdAt(), now(), null);
	}

	private Mono<Void> replace(UUID tenantId, Subscription after, @Nullable DestinationConfig destination) {
		return (destination == null) ? Mono.empty() : this.repository.replaceDestination(tenantId, after,
				sealed(tenantId, after.subscriptionId(), destination));
	}

	private static void describe(UpdateSubscriptionRequest request, @Nullable EventFilter filter,
			@Nullable DestinationConfig destination, CallAudit audit) {
		audit.detail("name", request.name())
			.detail("status", (request.status() != null) ? request.status().meant().stored() : null);
		if (destination != null) {
			audit.detail("destinationType", destination.type().wireName()).detail("destination", destination.target());
		}
		if (filter != null) {
			audit.detail(EVENT_TYPES, filter.eventTypes())
				.detail("services", filter.services())
				.detail("severities", filter.severities());
		}
	}

	private Mono<List<Subscription>> withDelivery(UUID tenantId, List<Subscription> rows) {
		return this.deliveries.of(tenantId, rows.stream().map(Subscription::subscriptionId).toList())
			.map((states) -> rows.stream().map((row) -> row.with(states.get(row.subscriptionId()))).toList());
	}

	private static Mono<Subscription> found(Mono<Subscription> search, UUID subscriptionId) {
		return search.switchIfEmpty(Mono.error(() -> notFound(subscriptionId)));
	}

	private static QnspException notFound(UUID subscriptionId) {
		return QnspException.notFound("subscription", subscriptionId);
	}

	private static EventFilter filter(CreateSubscriptionRequest.@Nullable EventTerms asked) {
		return (asked != null) ? EventFilter.of("filters.", asked.eventTypes(), asked.services(), asked.severities())
				: EventFilter.ALL;
	}

	private byte @Nullable [] sealed(UUID tenantId, UUID subscriptionId, DestinationConfig destination) {
		return this.secrets.seal(destination.secrets(), tenantId, subscriptionId);
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
