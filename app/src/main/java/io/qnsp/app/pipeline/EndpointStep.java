package io.qnsp.app.pipeline;

import reactor.core.publisher.Mono;

/**
 * One control. Steps run in the order of their {@code @Order} and before the handler.
 */
public interface EndpointStep {

	/**
	 * Decides whether the call may go on.
	 * @param call the call
	 * @return the decision; an error counts as a failure of the call
	 */
	Mono<Decision> decide(Call call);

}
