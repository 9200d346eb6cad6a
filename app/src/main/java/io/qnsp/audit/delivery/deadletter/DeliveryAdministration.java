package io.qnsp.audit.delivery.deadletter;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.delivery.Positions;
import io.qnsp.audit.delivery.deadletter.DeadLetterRepository.Buried;
import io.qnsp.audit.subscription.DeliverableSubscriptions;
import io.qnsp.audit.subscription.Subscriptions;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Replays and dead letters.
 */
@Component
final class DeliveryAdministration {

	private final DeadLetterRepository repository;

	private final JournalReader journal;

	private final Subscriptions subscriptions;

	private final Resending resending;

	private final Changes changes;

	private final Clock clock;

	DeliveryAdministration(DeadLetterRepository repository, JournalReader journal, Subscriptions subscriptions,
			Resending resending, Changes changes, Clock clock) {
		this.repository = repository;
		this.journal = journal;
		this.subscriptions = subscriptions;
		this.resending = resending;
		this.changes = changes;
		this.clock = clock;
	}

	/**
	 * Has events delivered once more. What the subscription has not come to yet is not
	 * skipped: a place ahead of it changes nothing.
	 */
	Mono<Replayed> replay(UUID tenantId, UUID subscriptionId, ReplayRequest request, CallAudit audit) {
		ReplayRequest.Start start = request.start(this.clock.instant());
		audit.resource(DeliverableSubscriptions.RESOURCE, subscriptionId).detail("from", request.from());
		Mono<Replayed> work = this.subscriptions.filterOf(tenantId, subscriptionId)
			.then(Mono.defer(() -> place(tenantId, start)))
			.map(Positions::before)
			.flatMap((place) -> this.repository.setBack(tenantId, subscriptionId, place)
				.map((done) -> new Replayed(subscriptionId, done, done ? place.toString() : null)))
			.defaultIfEmpty(new Replayed(subscriptionId, false, null))
			.doOnNext((answer) -> audit.detail("setBack", answer.setBack()));
		return this.changes.commit(work);
	}

	private Mono<EventPosition> place(UUID tenantId, ReplayRequest.Start start) {
		UUID eventId = start.eventId();
		if (eventId != null) {
			return this.journal.find(tenantId, eventId)
				.map(JournalEntry::position)
				.switchIfEmpty(Mono.error(() -> QnspException.notFound("event", eventId)));
		}
		return (start.time() != null) ? this.journal.firstSince(tenantId, start.time()) : Mono.empty();
	}

	Mono<Page<DeadLetter>> list(UUID tenantId, UUID subscriptionId, PageRequest page) {
		return this.subscriptions.filterOf(tenantId, subscriptionId)
			.then(Mono.defer(() -> this.repository.list(tenantId, subscriptionId, page)))
			.map((rows) -> Page.of(rows, page, DeadLetter::place));
	}

	/**
	 * Sends dead letters again. They are sent before the transaction that removes them,
	 * or a slow destination would hold up everybody who follows the journal; an error in
	 * between leaves them, and they may be sent twice.
	 */
	Mono<Resent> resend(UUID tenantId, UUID subscriptionId, ResendRequest request, CallAudit audit) {
		@Nullable List<UUID> asked = request.checked();
		audit.resource(DeliverableSubscriptions.RESOURCE, subscriptionId);
		return this.subscriptions.filterOf(tenantId, subscriptionId)
			.then(Mono.defer(() -> chosen(tenantId, subscriptionId, asked)))
			.flatMap((letters) -> this.resending.send(tenantId, subscriptionId, letters))
			.flatMap((result) -> {
				audit.detail("accepted", result.accepted().size()).detail("refused", result.refused().size());
				Mono<Resent> work = this.repository.delete(tenantId, subscriptionId, result.accepted())
					.then(Mono.defer(() -> this.repository.count(tenantId, subscriptionId)))
					.map((left) -> new Resent(result.accepted(), result.refused(), left));
				return this.changes.commit(work);
			});
	}

	private Mono<List<Buried>> chosen(UUID tenantId, UUID subscriptionId, @Nullable List<UUID> asked) {
		if (asked == null) {
			return this.repository.oldest(tenantId, subscriptionId, ResendRequest.MOST);
		}
		return this.repository.find(tenantId, subscriptionId, asked).doOnNext((found) -> {
			List<UUID> known = found.stream().map(Buried::eventId).toList();
			asked.stream().filter((id) -> !known.contains(id)).findFirst().ifPresent((id) -> {
				throw QnspException.notFound("dead letter", id);
			});
		});
	}

}
