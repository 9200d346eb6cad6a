package io.qnsp.audit.delivery.deadletter;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The answer to whoever wants to have events once more.
 *
 * @param subscriptionId the subscription
 * @param setBack whether it was set back; false when it has not come that far, so that
 * what was asked for is still to come
 * @param position the place it was set back to, or {@code null}
 */
record Replayed(UUID subscriptionId, boolean setBack, @Nullable String position) {

}
