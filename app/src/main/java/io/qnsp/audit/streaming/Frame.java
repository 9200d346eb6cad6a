package io.qnsp.audit.streaming;

import io.qnsp.core.journal.EventPosition;

/**
 * An event as the bytes of a stream. The array is shared by all who send it and must not
 * be changed.
 *
 * @param position where the event stands
 * @param bytes one whole SSE message
 */
record Frame(EventPosition position, byte[] bytes) {

}
