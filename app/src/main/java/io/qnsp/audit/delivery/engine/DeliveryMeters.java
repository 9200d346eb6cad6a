package io.qnsp.audit.delivery.engine;

import java.util.function.IntSupplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.qnsp.audit.delivery.DeliveryOutcome;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What is measured of deliveries, by the type of destination.
 */
@Component
final class DeliveryMeters {

	private static final String DESTINATION = "destination";

	private final MeterRegistry meters;

	DeliveryMeters(MeterRegistry meters) {
		this.meters = meters;
	}

	/**
	 * Shows how busy an engine is.
	 */
	void observe(IntSupplier subscriptions, IntSupplier running, IntSupplier waiting, IntSupplier open) {
		gauge("qnsp.delivery.subscriptions", "Active subscriptions", subscriptions);
		gauge("qnsp.delivery.running", "Subscriptions that are being delivered now", running);
		gauge("qnsp.delivery.waiting", "Subscriptions that wait for a free worker", waiting);
		gauge("qnsp.delivery.open", "Destinations that are open", open);
	}

	private void gauge(String name, String description, IntSupplier value) {
		Gauge.builder(name, () -> value.getAsInt()).description(description).register(this.meters);
	}

	/**
	 * Times an attempt.
	 */
	Mono<DeliveryOutcome> timed(String destination, Mono<DeliveryOutcome> attempt) {
		return Mono.defer(() -> {
			Timer.Sample started = Timer.start(this.meters);
			return attempt.doOnNext((outcome) -> started.stop(Timer.builder("qnsp.delivery.attempts")
				.description("Attempts to deliver a batch of events, by how they ended")
				.tags(DESTINATION, destination, "outcome", nameOf(outcome))
				.register(this.meters)));
		});
	}

	/**
	 * Counts what an attempt led to.
	 */
	void settled(String destination, NextStep next) {
		if (next.accepted() > 0) {
			Counter.builder("qnsp.delivery.events")
				.description("Events that destinations have accepted")
				.tag(DESTINATION, destination)
				.register(this.meters)
				.increment(next.accepted());
		}
		if (next instanceof NextStep.Bury) {
			Counter.builder("qnsp.delivery.dead.letters")
				.description("Events that destinations have refused for what they are")
				.tag(DESTINATION, destination)
				.register(this.meters)
				.increment();
		}
		if (next instanceof NextStep.Disable) {
			Counter.builder("qnsp.delivery.disabled")
				.description("Subscriptions that were disabled because their destination accepts nothing")
				.tag(DESTINATION, destination)
				.register(this.meters)
				.increment();
		}
	}

	private static String nameOf(DeliveryOutcome outcome) {
		return switch (outcome) {
			case DeliveryOutcome.Accepted any -> "accepted";
			case DeliveryOutcome.Failed any -> "failed";
			case DeliveryOutcome.Rejected any -> "rejected";
			case DeliveryOutcome.Gone any -> "gone";
		};
	}

}
