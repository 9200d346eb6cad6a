package io.qnsp.core.change;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the call that is being answered adds to its transaction. The control pipeline puts
 * one into the Reactor context under the class itself as key.
 */
public interface CallScope {

	/**
	 * Runs first in the transaction: claims the idempotency key and reserves quota.
	 * @return completes when the work may start, or ends with the refusal
	 */
	Mono<Void> open();

	/**
	 * Runs last in the transaction: writes the event and the stored answer.
	 * @param answer the answer's body, or {@code null} when there is none
	 * @return completes when both are written
	 */
	Mono<Void> complete(@Nullable Object answer);

	/**
	 * Tells the pipeline that the transaction has committed.
	 * @param answer the answer's body, or {@code null} when there is none
	 */
	void committed(@Nullable Object answer);

}
