package io.qnsp.core.projection;

import io.qnsp.core.journal.EventPosition;

/**
 * A projection has been committed up to a position, by this instance or another one.
 *
 * @param projection the projection's name
 * @param position everything up to here is in the projection's tables
 */
public record ProjectionAdvanced(String projection, EventPosition position) {

}
