package io.qnsp.app.kafka;

import org.jspecify.annotations.Nullable;

/**
 * How the writing of records ended.
 *
 * @param accepted how many records at the start were acknowledged by all replicas in sync
 * @param failure why the next one was not, or {@code null} when all were; records behind
 * it may have been acknowledged nevertheless
 */
public record SendOutcome(int accepted, @Nullable Throwable failure) {

}
