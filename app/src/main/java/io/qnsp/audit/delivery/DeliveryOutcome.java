package io.qnsp.audit.delivery;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt to deliver a batch ended. Reasons are shown to the tenant: they name no
 * secret and nothing of the server's inside.
 */
public sealed interface DeliveryOutcome {

	/**
	 * The other side has accepted the whole batch.
	 */
	record Accepted() implements DeliveryOutcome {

	}

	/**
	 * The other side could not be reached or did not answer in time, or asks to come back
	 * later: what is left of the batch is tried again.
	 *
	 * @param accepted how many events at the start of the batch it has accepted
	 * @param reason what is told about it
	 * @param retryAfter the pause that the other side asked for, or {@code null}
	 */
	record Failed(int accepted, String reason, @Nullable Duration retryAfter) implements DeliveryOutcome {

	}

	/**
	 * The other side refuses one event for what it is.
	 *
	 * @param accepted how many events at the start of the batch it has accepted; the next
	 * one is the refused one, what follows was not accepted
	 * @param reason what is told about it
	 * @param certain whether trying again changes nothing, as with one that is too large;
	 * otherwise it is tried a few times
	 */
	record Rejected(int accepted, String reason, boolean certain) implements DeliveryOutcome {

		/**
		 * A refusal for good.
		 * @param accepted how many events at the start of the batch it has accepted
		 * @param reason what is told about it
		 */
		public Rejected(int accepted, String reason) {
			this(accepted, reason, true);
		}

	}

	/**
	 * The destination says that it is gone and wants nothing any more.
	 *
	 * @param reason what is told about it
	 */
	record Gone(String reason) implements DeliveryOutcome {

	}

}
