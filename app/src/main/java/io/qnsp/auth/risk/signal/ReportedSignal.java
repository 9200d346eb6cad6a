package io.qnsp.auth.risk.signal;

import java.time.Instant;
import java.util.UUID;

/**
 * The answer to a report.
 *
 * @param signalId the signal's id
 * @param recordedAt when it was taken
 */
record ReportedSignal(UUID signalId, Instant recordedAt) {

}
