package io.qnsp.audit.delivery.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.Destinations;
import io.qnsp.audit.delivery.OutgoingEvents;
import io.qnsp.audit.delivery.deadletter.DeadLetterRepository.Buried;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Sends dead letters again, one after the other, through a destination of its own, beside
 * what is being delivered. It ends with the first that can't be sent for another reason
 * than what it is, and in time for an answer.
 */
@Component
final class Resending {

	private static final Logger log = LoggerFactory.getLogger(Resending.class);

	private static final Duration LONGEST = Duration.ofSeconds(12);

	private static final Duration LONGEST_ONE = Duration.ofSeconds(12);

	private final Destinations destinations;

	private final OutgoingEvents events;

	private final Clock clock;

	Resending(Destinations destinations, OutgoingEvents events, Clock clock) {
		this.destinations = destinations;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * What came of it.
	 *
	 * @param accepted what was accepted
	 * @param refused what was not
	 */
	record Result(List<UUID> accepted, List<Resent.Refusal> refused) {

	}

	/**
	 * Sends.
	 * @param letters which ones, in this order
	 * @return what came of it
	 */
	Mono<Result> send(UUID tenantId, UUID subscriptionId, List<Buried> letters) {
		Result result = new Result(new ArrayList<>(), new ArrayList<>());
		Instant end = this.clock.instant().plus(LONGEST);
		return Mono
			.usingWhen(this.destinations.open(tenantId, subscriptionId),
					(destination) -> Flux.fromIterable(letters)
						.takeWhile((letter) -> this.clock.instant().isBefore(end))
						.concatMap((letter) -> sendOne(tenantId, destination, letter)
							.map((outcome) -> noted(outcome, letter, result)), 0)
						.takeUntil((goesOn) -> !goesOn)
						.then(),
					Destination::close)
			.thenReturn(result);
	}

	private Mono<DeliveryOutcome> sendOne(UUID tenantId, Destination destination, Buried letter) {
		return this.events.at(tenantId, letter.position())
			.flatMap((event) -> destination.deliver(List.of(event))
				.timeout(LONGEST_ONE)
				.onErrorResume((ex) -> Mono.just(failed(ex, letter))))
			.defaultIfEmpty(new DeliveryOutcome.Rejected(0, "the event is no longer in the journal"));
	}

	private static DeliveryOutcome failed(Throwable ex, Buried letter) {
		if (!(ex instanceof TimeoutException)) {
			log.warn("Dead letter {} could not be sent", letter.eventId(), ex);
		}
		return new DeliveryOutcome.Failed(0, "the delivery could not be made in time", null);
	}

	private static boolean noted(DeliveryOutcome outcome, Buried letter, Result result) {
		switch (outcome) {
			case DeliveryOutcome.Accepted done -> result.accepted().add(letter.eventId());
			case DeliveryOutcome.Rejected rejected ->
				result.refused().add(new Resent.Refusal(letter.eventId(), rejected.reason()));
			case DeliveryOutcome.Failed failed ->
				result.refused().add(new Resent.Refusal(letter.eventId(), failed.reason()));
			case DeliveryOutcome.Gone gone -> result.refused().add(new Resent.Refusal(letter.eventId(), gone.reason()));
		}
		return outcome instanceof DeliveryOutcome.Accepted || outcome instanceof DeliveryOutcome.Rejected;
	}

}
