package io.qnsp.audit.delivery;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * The open other side of one subscription, used by one worker at a time: a batch is
 * handed over when the one before has ended.
 */
public interface Destination {

	/**
	 * The largest batch.
	 * @return how many events {@link #deliver} takes, 1 or more
	 */
	int batchSize();

	/**
	 * Hands over a batch, in order.
	 * @param batch 1 to {@link #batchSize} events in commit order
	 * @return how it ended, within a time limit of its own; never an error for what the
	 * other side or the network does
	 */
	Mono<DeliveryOutcome> deliver(List<OutgoingEvent> batch);

	/**
	 * Frees connections and threads.
	 * @return completes when they are free
	 */
	Mono<Void> close();

}
