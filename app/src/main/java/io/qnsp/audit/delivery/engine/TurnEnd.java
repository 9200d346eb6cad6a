package io.qnsp.audit.delivery.engine;

import java.time.Duration;

/**
 * How a turn at a subscription ended.
 */
sealed interface TurnEnd {

	/** There is more to do at once. */
	TurnEnd MORE = new More();

	/** Everything is delivered. */
	TurnEnd CAUGHT_UP = new CaughtUp();

	/** Somebody else has it now, or it has changed. */
	TurnEnd LOST = new Lost();

	/** It is not there any more, or not active. */
	TurnEnd OVER = new Over();

	/**
	 * See {@link TurnEnd#MORE}.
	 */
	record More() implements TurnEnd {

	}

	/**
	 * See {@link TurnEnd#CAUGHT_UP}.
	 */
	record CaughtUp() implements TurnEnd {

	}

	/**
	 * See {@link TurnEnd#LOST}.
	 */
	record Lost() implements TurnEnd {

	}

	/**
	 * See {@link TurnEnd#OVER}.
	 */
	record Over() implements TurnEnd {

	}

	/**
	 * It has to wait.
	 *
	 * @param pause how long
	 */
	record Wait(Duration pause) implements TurnEnd {

	}

}
