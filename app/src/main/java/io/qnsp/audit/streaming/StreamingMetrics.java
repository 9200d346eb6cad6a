package io.qnsp.audit.streaming;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import io.qnsp.audit.delivery.DeliveryCount;

/**
 * A tenant's streams on the instance that answers, and what destinations have accepted.
 *
 * @param activeConnections streams that are open now
 * @param eventsPerSecond delivered events, mean of the last ten seconds
 * @param totalEventsStreamed delivered events since the instance started
 * @param subscriptionMetrics the subscriptions that something was delivered for
 */
record StreamingMetrics(int activeConnections, double eventsPerSecond, long totalEventsStreamed,
		List<SubscriptionMetrics> subscriptionMetrics) {

	/**
	 * Adds what destinations have accepted.
	 */
	StreamingMetrics with(List<DeliveryCount> delivered) {
		Map<UUID, SubscriptionMetrics> all = new TreeMap<>();
		this.subscriptionMetrics.forEach((one) -> all.put(one.subscriptionId(), one));
		delivered.forEach(
				(count) -> all.merge(count.subscriptionId(), SubscriptionMetrics.of(count), SubscriptionMetrics::plus));
		return new StreamingMetrics(this.activeConnections, this.eventsPerSecond, this.totalEventsStreamed,
				List.copyOf(all.values()));
	}

	/**
	 * One subscription.
	 *
	 * @param subscriptionId the subscription
	 * @param eventsDelivered events that its destination has ever accepted, and those
	 * that were delivered on its streams since the instance started
	 * @param lastEventAt when the last one was delivered
	 */
	record SubscriptionMetrics(UUID subscriptionId, long eventsDelivered, Instant lastEventAt) {

		static SubscriptionMetrics of(DeliveryCount count) {
			return new SubscriptionMetrics(count.subscriptionId(), count.eventsDelivered(), count.lastDeliveredAt());
		}

		SubscriptionMetrics plus(SubscriptionMetrics other) {
			return new SubscriptionMetrics(this.subscriptionId, this.eventsDelivered + other.eventsDelivered,
					this.lastEventAt.isAfter(other.lastEventAt) ? this.lastEventAt : other.lastEventAt);
		}

	}

}
