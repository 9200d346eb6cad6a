package io.qnsp.app.pipeline;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.idempotency.StoredAnswer;
import reactor.core.publisher.Mono;

/**
 * What a step decided.
 */
public sealed interface Decision {

	/** The call goes on, as a ready value. */
	Mono<Decision> PROCEED = Mono.just(new Proceed());

	/**
	 * The call is refused.
	 * @param problem what the caller is told
	 * @return the decision
	 */
	static Mono<Decision> refuse(QnspException problem) {
		return Mono.just(new Refuse(problem));
	}

	/**
	 * The call goes on.
	 */
	record Proceed() implements Decision {

	}

	/**
	 * The call is refused.
	 *
	 * @param problem what the caller is told
	 */
	record Refuse(QnspException problem) implements Decision {

	}

	/**
	 * The call was answered before, and is answered the same way.
	 *
	 * @param answer the first answer
	 */
	record Replay(StoredAnswer answer) implements Decision {

	}

}
