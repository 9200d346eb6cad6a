package io.qnsp.audit.delivery;

import io.qnsp.audit.subscription.DestinationType;

/**
 * Opens destinations of one type.
 */
public interface DestinationOpener {

	/**
	 * The type it opens.
	 * @return the type, one opener each
	 */
	DestinationType type();

	/**
	 * Opens a destination; connects when the first batch is delivered, not before.
	 * @param settings where to, and with which secrets
	 * @return the destination, to be closed
	 */
	Destination open(DestinationSettings settings);

}
