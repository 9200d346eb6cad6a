package io.qnsp.audit.subscription;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a subscription's delivery stands.
 *
 * @param eventsDelivered how many events its destination has accepted
 * @param lastDeliveredAt when it accepted the last one, or {@code null}
 * @param failingSince since when it has accepted nothing that it was sent, or
 * {@code null} while it does
 * @param attempts failed attempts in a row
 * @param nextAttemptAt when the next attempt is due, or {@code null} when none failed
 * @param lastError how the last failed attempt ended, or {@code null}
 * @param lastErrorAt when that was, or {@code null}
 * @param deadLetters how many events it has refused for what they are
 * @param position up to where the journal is delivered; what a stream takes as
 * {@code Last-Event-ID}
 * @param oldestUnreadAt when the oldest event after that place was recorded, whether it
 * passes the filter or not; {@code null} when there is none
 */
public record DeliveryState(long eventsDelivered, @Nullable Instant lastDeliveredAt, @Nullable Instant failingSince,
		int attempts, @Nullable Instant nextAttemptAt, @Nullable String lastError, @Nullable Instant lastErrorAt,
		long deadLetters, String position, @Nullable Instant oldestUnreadAt) {

}
