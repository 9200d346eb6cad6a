package io.qnsp.kms.analytics.alert;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.kms.analytics.rule.AlertSeverity;

/**
 * An alert as it is listed.
 *
 * @param alertId its id
 * @param ruleId the rule behind it, or {@code builtin:unusual_pattern} and
 * {@code builtin:compliance_violation}
 * @param keyId the key
 * @param alertType why
 * @param severity how much it matters
 * @param message what happened
 * @param periodStart the start of the period it is about
 * @param periodEnd the first instant after that period
 * @param triggeredAt when it was raised
 * @param acknowledged whether somebody has acknowledged it
 */
record UsageAlert(UUID alertId, String ruleId, UUID keyId, AlertType alertType, AlertSeverity severity, String message,
		Instant periodStart, Instant periodEnd, Instant triggeredAt, boolean acknowledged) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.triggeredAt, this.alertId);
	}

}
