package io.qnsp.audit.delivery.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.subscription.ActiveSubscription;
import io.qnsp.core.error.QnspException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Takes subscriptions and opens their destinations.
 */
final class Sessions {

	private static final Logger log = LoggerFactory.getLogger(Sessions.class);

	private static final Duration LITTLE = Duration.ofMillis(10);

	private final DeliveryTools tools;

	private final UUID holder;

	Sessions(DeliveryTools tools, UUID holder) {
		this.tools = tools;
		this.holder = holder;
	}

	/**
	 * Takes a subscription and does its first turn.
	 * @param opened is told of the session before its turn
	 * @return how it ended; that it waits when somebody else has it or it is not due
	 */
	Mono<TurnEnd> begin(UUID tenantId, UUID subscriptionId, Consumer<DeliverySession> opened) {
		return this.tools.recipients()
			.mayReceive(tenantId)
			.flatMap((may) -> may ? take(tenantId, subscriptionId, opened) : Mono.just(TurnEnd.OVER));
	}

	private Mono<TurnEnd> take(UUID tenantId, UUID subscriptionId, Consumer<DeliverySession> opened) {
		Duration period = this.tools.properties().lease();
		Instant validUntil = this.tools.clock().instant().plus(period);
		return this.tools.repository()
			.claim(tenantId, subscriptionId, this.holder, period)
			.flatMap((lease) -> open(lease, validUntil, opened))
			.switchIfEmpty(Mono.defer(() -> unavailable(tenantId, subscriptionId)));
	}

	private Mono<TurnEnd> unavailable(UUID tenantId, UUID subscriptionId) {
		return this.tools.repository()
			.unavailableFor(tenantId, subscriptionId)
			.<TurnEnd>map((time) -> new TurnEnd.Wait(time.plus(LITTLE)))
			.defaultIfEmpty(TurnEnd.OVER);
	}

	// Everything is read after the claim: a change ends the claims that were made before
	// it, so nothing is delivered, or passed over, by what was true once.
	private Mono<TurnEnd> open(Lease lease, Instant validUntil, Consumer<DeliverySession> opened) {
		return this.tools.subscriptions()
			.findActive(lease.tenantId(), lease.subscriptionId())
			.flatMap((active) -> this.tools.destinations()
				.open(lease.tenantId(), lease.subscriptionId())
				.map((destination) -> new DeliverySession(lease, destination, active, this.tools, validUntil)))
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((session) -> session.map((found) -> turn(found, opened)).orElse(Mono.just(TurnEnd.OVER)))
			.onErrorResume((ex) -> !(ex instanceof QnspException), (ex) -> Mono.just(notOpened(lease, ex)))
			.flatMap((next) -> next);
	}

	private static Mono<TurnEnd> turn(DeliverySession session, Consumer<DeliverySession> opened) {
		opened.accept(session);
		return session.turn();
	}

	// An answer that the database does not give says nothing of the destination.
	private Mono<TurnEnd> notOpened(Lease lease, Throwable ex) {
		// The whole story once; it is tried again for days.
		log.warn("The destination of subscription {} could not be opened: {}", lease.subscriptionId(), ex.toString(),
				(lease.standing().failures() == 0) ? ex : null);
		NextStep next = NextStep.after(
				new DeliveryOutcome.Failed(0, "the destination could not be opened by this server", null), 1,
				lease.standing(), this.tools.clock().instant(), this.tools.random(), this.tools.plan());
		return switch (next) {
			case NextStep.Retry retry -> this.tools.repository()
				.postpone(lease, lease.position(), retry)
				.then(Mono.defer(() -> this.tools.repository().release(lease, lease.position())))
				.thenReturn(new TurnEnd.Wait(retry.pause()));
			case NextStep.Disable disable ->
				this.tools.disabling().disable(lease, lease.position(), disable).thenReturn(TurnEnd.OVER);
			case NextStep.Advance any -> Mono.error(ex);
			case NextStep.Bury any -> Mono.error(ex);
		};
	}

}
