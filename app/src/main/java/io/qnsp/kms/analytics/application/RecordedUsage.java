package io.qnsp.kms.analytics.application;

import java.time.Instant;

/**
 * The answer to whoever recorded a use.
 *
 * @param recorded true
 * @param timestamp when it was recorded, which is when it counts
 */
record RecordedUsage(boolean recorded, Instant timestamp) {

}
