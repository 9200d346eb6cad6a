package io.qnsp.core.lifecycle;

import reactor.core.publisher.Mono;

/**
 * Something that must be done before the server accepts calls: load keys, make the first
 * tenants. Tasks run one after the other, by Spring's order, when the schema is there; a
 * task that fails stops the start-up.
 */
public interface StartUpTask {

	/**
	 * Does it.
	 * @return completes when it is done
	 */
	Mono<Void> prepare();

}
