package io.qnsp.auth.federation;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of the events that match a query, newest first.
 *
 * @param events the events
 * @param nextCursor where the next part starts, or {@code null} at the end
 * @param total how many match in all parts together, counted up to 10,000
 * @param totalExact false when there are more than {@code total}
 */
record FederationEventPage(List<FederationEvent> events, @Nullable String nextCursor, long total, boolean totalExact) {

}
