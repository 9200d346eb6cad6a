package io.qnsp.audit.delivery.engine;

import java.nio.ByteBuffer;
import java.time.Clock;

import io.qnsp.audit.delivery.DeliveryProperties;
import io.qnsp.audit.delivery.Destinations;
import io.qnsp.audit.delivery.OutgoingEvents;
import io.qnsp.audit.subscription.DeliverableSubscriptions;
import io.qnsp.crypto.random.Randoms;

import org.springframework.stereotype.Component;

/**
 * What every session works with.
 */
@Component
final class DeliveryTools {

	private static final double RANGE = 2_147_483_648.0;

	private final DeliveryRepository repository;

	private final OutgoingEvents events;

	private final DeliverableSubscriptions subscriptions;

	private final Destinations destinations;

	private final Recipients recipients;

	private final Disabling disabling;

	private final DeliveryMeters meters;

	private final DeliveryProperties properties;

	private final RetryPlan plan;

	private final Randoms randoms;

	private final Clock clock;

	DeliveryTools(DeliveryRepository repository, OutgoingEvents events, DeliverableSubscriptions subscriptions,
			Destinations destinations, Recipients recipients, Disabling disabling, DeliveryMeters meters,
			DeliveryProperties properties, Randoms randoms, Clock clock) {
		this.repository = repository;
		this.events = events;
		this.subscriptions = subscriptions;
		this.destinations = destinations;
		this.recipients = recipients;
		this.disabling = disabling;
		this.meters = meters;
		this.properties = properties;
		this.plan = RetryPlan.of(properties);
		this.randoms = randoms;
		this.clock = clock;
	}

	DeliveryRepository repository() {
		return this.repository;
	}

	OutgoingEvents events() {
		return this.events;
	}

	DeliverableSubscriptions subscriptions() {
		return this.subscriptions;
	}

	Destinations destinations() {
		return this.destinations;
	}

	Recipients recipients() {
		return this.recipients;
	}

	Disabling disabling() {
		return this.disabling;
	}

	DeliveryMeters meters() {
		return this.meters;
	}

	DeliveryProperties properties() {
		return this.properties;
	}

	RetryPlan plan() {
		return this.plan;
	}

	Clock clock() {
		return this.clock;
	}

	/**
	 * A number from 0 to below 1.
	 */
	double random() {
		return (ByteBuffer.wrap(this.randoms.bytes(Integer.BYTES)).getInt() >>> 1) / RANGE;
	}

}
