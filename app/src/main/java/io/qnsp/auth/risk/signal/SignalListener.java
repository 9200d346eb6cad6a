package io.qnsp.auth.risk.signal;

import io.qnsp.auth.risk.model.UserKey;

/**
 * Is told that there is a new signal.
 */
@FunctionalInterface
public interface SignalListener {

	/**
	 * Takes the news, after the commit. Must not block.
	 * @param user the user the signal is about
	 */
	void onSignal(UserKey user);

}
