package io.qnsp.audit.subscription;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.audit.events.EventFilter;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.keyring.Keyring;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ResponseEntity;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes, lists and deletes subscriptions.
 */
@Component
final class SubscriptionAdministration implements Subscriptions {

	/**
	 * The purpose that secrets are sealed for; the subject is tenant and subscription.
	 */
	static final String SECRETS = "audit.subscription-secrets";

	private static final int MOST = 100;

	private final SubscriptionRepository repository;

	private final DestinationRules rules;

	private final Changes changes;

	private final Keyring keyring;

	private final JsonMapper json;

	private final Ids ids;

	private final Clock clock;

	SubscriptionAdministration(SubscriptionRepository repository,
			@Value("${qnsp.streaming.allow-insecure:false}") boolean allowInsecure, Changes changes, Keyring keyring,
			JsonMapper json, Ids ids, Clock clock) {
		this.repository = repository;
		this.rules = new DestinationRules(allowInsecure);
		this.changes = changes;
		this.keyring = keyring;
		this.json = json;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Makes a subscription. The reference does not audit this; but whoever makes a
	 * subscription decides where the tenant's audit events go, so the event is kept, in
	 * the transaction of the change.
	 */
	Mono<CreatedSubscription> create(CreateSubscriptionRequest request, Caller caller, CallAudit audit) {
		CreateSubscriptionRequest.EventTerms asked = request.filters();
		EventFilter filter = (asked != null)
				? EventFilter.of("filters.", asked.eventTypes(), asked.services(), asked.severities())
				: EventFilter.ALL;
		DestinationConfig destination = this.rules.check(request.destination().type(), request.destination().config());
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		Subscription made = new Subscription(this.ids.next(), request.name(), Subscription.Status.ACTIVE,
				Subscription.Filters.of(filter),
				new Subscription.Destination(destination.type(), destination.open(), destination.secretFields()),
				caller.subject(), now);
		audit.keep()
			.resource("subscription", made.subscriptionId())
			.detail("destinationType", destination.type().wireName())
			.detail("destination", destination.target())
			.detail("eventTypes", filter.eventTypes())
			.detail("services", filter.services())
			.detail("severities", filter.severities());
		Mono<CreatedSubscription> work = this.repository
			.insert(caller.tenantId(), made, sealed(caller.tenantId(), made.subscriptionId(), destination), MOST)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("The tenant has %d subscriptions (expected: fewer, to make another)".formatted(MOST))))
			.map((inserted) -> new CreatedSubscription(made.subscriptionId(), made.name(), made.status(),
					made.createdAt()));
		return this.changes.commit(work);
	}

	Mono<Page<Subscription>> list(UUID tenantId, PageRequest page) {
		return this.repository.list(tenantId, page).map((rows) -> Page.of(rows, page, Subscription::place));
	}

	Mono<ResponseEntity<Void>> delete(UUID tenantId, UUID subscriptionId, CallAudit audit) {
		audit.resource("subscription", subscriptionId);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		Mono<ResponseEntity<Void>> work = this.repository.delete(tenantId, subscriptionId)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("subscription", subscriptionId)))
			.thenReturn(answer);
		return this.changes.commit(work);
	}

	@Override
	public Mono<EventFilter> filterOf(UUID tenantId, UUID subscriptionId) {
		return this.repository.find(tenantId, subscriptionId)
			.map((found) -> found.filters().toFilter())
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("subscription", subscriptionId)));
	}

	private byte @Nullable [] sealed(UUID tenantId, UUID subscriptionId, DestinationConfig destination) {
		return destination.secrets().isEmpty() ? null : this.keyring
			.seal(this.json.writeValueAsBytes(destination.secrets()), SECRETS, tenantId + "/" + subscriptionId);
	}

}
