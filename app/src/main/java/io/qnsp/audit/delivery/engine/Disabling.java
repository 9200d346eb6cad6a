package io.qnsp.audit.delivery.engine;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.subscription.DeliverableSubscriptions;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.change.Changes;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Actor;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Resource;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.tenant.PlatformTenant;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Disables subscriptions whose destinations accept nothing any more, with an event.
 */
@Component
final class Disabling {

	private static final String NAME = "audit-delivery";

	private final DeliveryRepository repository;

	private final DeliverableSubscriptions subscriptions;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	Disabling(DeliveryRepository repository, DeliverableSubscriptions subscriptions, Changes changes, Ids ids,
			Clock clock) {
		this.repository = repository;
		this.subscriptions = subscriptions;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Disables a subscription; its place in the journal stays, so that resuming it loses
	 * nothing.
	 * @return completes after the commit; a {@link LeaseLostException} when it is in
	 * other hands
	 */
	Mono<Void> disable(Lease lease, EventPosition position, NextStep.Disable disable) {
		UUID tenantId = lease.tenantId();
		// The row of the subscription first, as whoever changes a subscription does.
		Mono<Boolean> work = this.subscriptions.disable(tenantId, lease.subscriptionId(), disable.reason())
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> new LeaseLostException(lease)))
			.flatMap((disabled) -> this.repository.end(lease, position, disable).thenReturn(disabled));
		return this.changes.commit(work, (done) -> event(lease, disable))
			.contextWrite(TenantContext.only(tenantId))
			.then();
	}

	private AuditEvent event(Lease lease, NextStep.Disable disable) {
		UUID id = this.ids.next();
		return new AuditEvent(id, DeliverableSubscriptions.DISABLED, "audit", Severity.WARNING,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), lease.tenantId(),
				new Actor(ActorType.SYSTEM, NAME, null, PlatformTenant.ID),
				new Resource(DeliverableSubscriptions.RESOURCE, lease.subscriptionId().toString()), "disable",
				Outcome.SUCCESS, 200, new AuditEvent.Context(id.toString(), null, null, NAME), null,
				Map.of("reason", disable.reason()));
	}

}
