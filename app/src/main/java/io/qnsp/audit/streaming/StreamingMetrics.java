package io.qnsp.audit.streaming;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A tenant's streams on the instance that answers.
 *
 * @param activeConnections streams that are open now
 * @param eventsPerSecond delivered events, mean of the last ten seconds
 * @param totalEventsStreamed delivered events since the instance started
 * @param subscriptionMetrics the subscriptions that something was delivered for
 */
record StreamingMetrics(int activeConnections, double eventsPerSecond, long totalEventsStreamed,
		List<SubscriptionMetrics> subscriptionMetrics) {

	/**
	 * One subscription.
	 *
	 * @param subscriptionId the subscription
	 * @param eventsDelivered delivered events since the instance started
	 * @param lastEventAt when the last one was delivered
	 */
	record SubscriptionMetrics(UUID subscriptionId, long eventsDelivered, Instant lastEventAt) {

	}

}
