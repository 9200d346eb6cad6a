package io.qnsp.kms.analytics.alert;

import java.time.Instant;
import java.util.UUID;

/**
 * Who has acknowledged an alert: the first who did.
 *
 * @param alertId the alert
 * @param acknowledgedAt when
 * @param acknowledgedBy the subject who did
 */
record AcknowledgedAlert(UUID alertId, Instant acknowledgedAt, String acknowledgedBy) {

}
