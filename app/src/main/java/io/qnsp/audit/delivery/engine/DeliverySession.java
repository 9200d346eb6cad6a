package io.qnsp.audit.delivery.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.delivery.OutgoingEvents;
import io.qnsp.audit.events.EventFilter;
import io.qnsp.audit.subscription.ActiveSubscription;
import io.qnsp.core.journal.EventPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A subscription in this instance's hands: its lease, its open destination and the place
 * that was reached. Used by one turn at a time.
 */
final class DeliverySession {

	private static final Logger log = LoggerFactory.getLogger(DeliverySession.class);

	// Then others have their turn.
	private static final int PAGES_A_TURN = 8;

	private final Lease lease;

	private final Destination destination;

	private final EventFilter filter;

	private final DeliveryTools tools;

	private final String type;

	private EventPosition position;

	private EventPosition saved;

	private Instant savedAt;

	private NextStep.Standing standing;

	private final Instant openedAt;

	private volatile Instant usedAt;

	private volatile Instant validUntil;

	DeliverySession(Lease lease, Destination destination, ActiveSubscription active, DeliveryTools tools,
			Instant validUntil) {
		this.lease = lease;
		this.destination = destination;
		this.filter = active.filter();
		this.type = active.type().wireName();
		this.tools = tools;
		this.position = lease.position();
		this.saved = lease.position();
		this.openedAt = tools.clock().instant();
		this.usedAt = this.openedAt;
		this.savedAt = this.openedAt;
		this.standing = lease.standing();
		this.validUntil = validUntil;
	}

	Lease lease() {
		return this.lease;
	}

	Instant openedAt() {
		return this.openedAt;
	}

	/**
	 * When something was last handed over.
	 */
	Instant usedAt() {
		return this.usedAt;
	}

	/**
	 * The lease was renewed.
	 */
	void validUntil(Instant time) {
		this.validUntil = time;
	}

	/**
	 * Reads and delivers, a bounded number of pages.
	 * @return how it ended; an error when the database does not answer
	 */
	Mono<TurnEnd> turn() {
		Flux<TurnEnd> pages = Mono.defer(this::page)
			.repeat(PAGES_A_TURN - 1L)
			.takeUntil((end) -> !(end instanceof TurnEnd.More));
		// A change of the subscription counts from its answer on, before the engine hears
		// of it.
		Mono<TurnEnd> turn = this.tools.repository()
			.check(this.lease)
			.then(Mono.defer(pages::last))
			.onErrorResume(LeaseLostException.class, (lost) -> Mono.just(TurnEnd.LOST));
		return this.tools.recipients()
			.mayReceive(this.lease.tenantId())
			.flatMap((may) -> may ? turn : Mono.just(TurnEnd.OVER));
	}

	/**
	 * Closes the destination and gives the lease back with the place that was reached.
	 * @return completes always
	 */
	Mono<Void> close() {
		return closeDestination().then(Mono.defer(() -> this.tools.repository().release(this.lease, this.position)))
			.onErrorResume(LeaseLostException.class, (lost) -> Mono.empty())
			.onErrorResume((ex) -> {
				log.warn("Subscription {} could not be given back; its lease ends by itself",
						this.lease.subscriptionId(), ex);
				return Mono.empty();
			});
	}

	private Mono<Void> closeDestination() {
		return Mono.defer(this.destination::close)
			.timeout(this.tools.properties().attemptTimeout())
			.onErrorResume((ex) -> {
				log.warn("The destination of subscription {} could not be closed", this.lease.subscriptionId(), ex);
				return Mono.empty();
			});
	}

	private Mono<TurnEnd> page() {
		return this.tools.events().after(this.lease.tenantId(), this.position, this.filter).flatMap((page) -> {
			EventPosition end = page.end();
			if (end == null) {
				return caughtUp();
			}
			return deliver(page.events(), end)
				.flatMap((step) -> (step instanceof TurnEnd.More && page.last() && this.position.equals(end))
						? caughtUp() : Mono.just(step));
		});
	}

	// What was not read is read again: after a dead letter the rest of the page.
	private Mono<TurnEnd> deliver(List<OutgoingEvent> events, EventPosition end) {
		if (events.isEmpty()) {
			this.position = end;
			return Mono.just(TurnEnd.MORE);
		}
		List<List<OutgoingEvent>> batches = batches(events);
		return Flux.range(0, batches.size())
			.concatMap((i) -> handOver(batches.get(i),
					(i == batches.size() - 1) ? end : batches.get(i).getLast().position()), 0)
			.takeUntil((step) -> !step.goesOn())
			.last()
			.map(Step::end);
	}

	private List<List<OutgoingEvent>> batches(List<OutgoingEvent> events) {
		int size = Math.max(1, this.destination.batchSize());
		List<List<OutgoingEvent>> batches = new ArrayList<>();
		for (int from = 0; from < events.size(); from += size) {
			batches.add(events.subList(from, Math.min(from + size, events.size())));
		}
		return batches;
	}

	private Mono<Step> handOver(List<OutgoingEvent> batch, EventPosition end) {
		Instant now = this.tools.clock().instant();
		if (!now.isBefore(this.validUntil)) {
			return Mono.error(new LeaseLostException(this.lease));
		}
		this.usedAt = now;
		Duration longest = this.tools.properties().attemptTimeout();
		return this.tools.meters()
			.timed(this.type,
					Mono.defer(() -> this.destination.deliver(batch))
						.timeout(longest)
						.onErrorResume((ex) -> Mono.just(failed(ex, longest))))
			.flatMap((outcome) -> settle(outcome, batch, end));
	}

	private DeliveryOutcome failed(Throwable ex, Duration longest) {
		if (ex instanceof TimeoutException) {
			return new DeliveryOutcome.Failed(0, "no answer within " + longest, null);
		}
		log.warn("The destination of subscription {} failed", this.lease.subscriptionId(), ex);
		return new DeliveryOutcome.Failed(0, "the delivery could not be made", null);
	}

	private Mono<Step> settle(DeliveryOutcome outcome, List<OutgoingEvent> batch, EventPosition end) {
		NextStep next = NextStep.after(outcome, batch.size(), this.standing, this.tools.clock().instant(),
				this.tools.random(), this.tools.plan());
		this.tools.meters().settled(this.type, next);
		EventPosition reached = (next.accepted() > 0) ? batch.get(next.accepted() - 1).position() : this.position;
		return switch (next) {
			case NextStep.Advance advance ->
				this.tools.repository().advance(this.lease, end, advance.accepted()).then(Mono.fromSupplier(() -> {
					saved(end, NextStep.Standing.GOOD);
					return Step.DELIVERED;
				}));
			case NextStep.Retry retry -> this.tools.repository().postpone(this.lease, reached, retry).map((since) -> {
				saved(reached, new NextStep.Standing(retry.failures(), retry.rejections(), since));
				return new Step(new TurnEnd.Wait(retry.pause()), false);
			});
			case NextStep.Bury bury -> {
				OutgoingEvent refused = batch.get(bury.accepted());
				yield this.tools.repository().bury(this.lease, refused, bury).map((since) -> {
					saved(refused.position(), new NextStep.Standing(0, 0, since));
					return new Step(TurnEnd.MORE, false);
				});
			}
			case NextStep.Disable disable ->
				this.tools.disabling().disable(this.lease, reached, disable).thenReturn(new Step(TurnEnd.OVER, false));
		};
	}

	private Mono<TurnEnd> caughtUp() {
		Instant now = this.tools.clock().instant();
		if (this.position.equals(this.saved)
				|| now.isBefore(this.savedAt.plus(this.tools.properties().idleAdvance()))) {
			return Mono.just(TurnEnd.CAUGHT_UP);
		}
		EventPosition reached = this.position;
		return this.tools.repository().moveOn(this.lease, reached).then(Mono.fromSupplier(() -> {
			saved(reached, this.standing);
			return TurnEnd.CAUGHT_UP;
		}));
	}

	private void saved(EventPosition place, NextStep.Standing now) {
		this.position = place;
		this.saved = place;
		this.savedAt = this.tools.clock().instant();
		this.standing = now;
	}

	/**
	 * What one batch led to.
	 *
	 * @param end how the turn ends unless it goes on
	 * @param goesOn whether the next batch of the page can follow
	 */
	private record Step(TurnEnd end, boolean goesOn) {

		static final Step DELIVERED = new Step(TurnEnd.MORE, true);

	}

}
