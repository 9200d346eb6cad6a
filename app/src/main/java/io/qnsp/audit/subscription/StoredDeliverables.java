package io.qnsp.audit.subscription;

import java.util.UUID;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Subscriptions as the engine that delivers them sees them.
 */
@Component
final class StoredDeliverables implements DeliverableSubscriptions {

	private final SubscriptionRepository repository;

	private final DestinationSecrets secrets;

	StoredDeliverables(SubscriptionRepository repository, DestinationSecrets secrets) {
		this.repository = repository;
		this.secrets = secrets;
	}

	@Override
	public Flux<ActiveSubscription> active() {
		return this.repository.active();
	}

	@Override
	public Mono<ActiveSubscription> findActive(UUID tenantId, UUID subscriptionId) {
		return this.repository.findActive(tenantId, subscriptionId);
	}

	@Override
	public Mono<SubscriptionTarget> targetOf(UUID tenantId, UUID subscriptionId) {
		return this.repository.findTarget(tenantId, subscriptionId)
			.map((stored) -> new SubscriptionTarget(stored.type(), stored.config(),
					this.secrets.open(stored.secrets(), tenantId, subscriptionId)));
	}

	@Override
	public Mono<Boolean> disable(UUID tenantId, UUID subscriptionId, String reason) {
		return this.repository.disable(tenantId, subscriptionId, reason);
	}

}
