package io.qnsp.audit.export;

import java.util.List;

import io.qnsp.audit.events.EventView;
import io.qnsp.core.journal.EventPosition;

/**
 * A stretch of an export.
 *
 * @param events the events of it
 * @param end where the next stretch starts
 * @param last whether there is none
 */
record ExportBatch(List<EventView> events, EventPosition end, boolean last) {

}
