package io.qnsp.audit.delivery;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.subscription.DeliverableSubscriptions;
import io.qnsp.audit.subscription.DestinationType;
import io.qnsp.audit.subscription.SubscriptionTarget;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Opens the destinations of subscriptions. Their secrets are in memory only while a
 * destination is open.
 */
@Component
public final class Destinations {

	private final DeliverableSubscriptions subscriptions;

	private final Map<DestinationType, DestinationOpener> openers = new EnumMap<>(DestinationType.class);

	Destinations(DeliverableSubscriptions subscriptions, List<DestinationOpener> openers) {
		this.subscriptions = subscriptions;
		for (DestinationOpener opener : openers) {
			if (this.openers.putIfAbsent(opener.type(), opener) != null) {
				throw new IllegalStateException(
						opener.type() + " destinations: two openers (expected: one for each type)");
			}
		}
	}

	/**
	 * Opens a subscription's destination.
	 * @param tenantId the tenant
	 * @param subscriptionId the subscription, active or not
	 * @return the destination, to be closed, or empty when there is no such subscription;
	 * an {@link IllegalStateException} when this server can't open it
	 */
	public Mono<Destination> open(UUID tenantId, UUID subscriptionId) {
		return this.subscriptions.targetOf(tenantId, subscriptionId)
			.map((target) -> opener(target)
				.open(new DestinationSettings(tenantId, subscriptionId, target.config(), target.secrets())));
	}

	private DestinationOpener opener(SubscriptionTarget target) {
		DestinationOpener opener = this.openers.get(target.type());
		if (opener == null) {
			throw new IllegalStateException("%s destinations: none can be opened (expected: one of %s)"
				.formatted(target.type().wireName(), this.openers.keySet()));
		}
		return opener;
	}

}
