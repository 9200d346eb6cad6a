package io.qnsp.kms.analytics.alert;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.kms.analytics.rule.AlertSeverity;
import org.jspecify.annotations.Nullable;

/**
 * An alert to be raised, unless there is one for its rule, key and period.
 *
 * @param tenantId the tenant
 * @param rule the rule behind it, or {@code null} for what is built in
 * @param keyId the key
 * @param type why
 * @param severity how much it matters
 * @param message what happened, for people, 1..1000 characters
 * @param start the period's start
 * @param end the first instant after the period
 */
public record NewAlert(UUID tenantId, @Nullable Rule rule, UUID keyId, AlertType type, AlertSeverity severity,
		String message, Instant start, Instant end) {

	/**
	 * The rule behind an alert.
	 *
	 * @param ruleId its id
	 * @param name its name then
	 */
	public record Rule(UUID ruleId, String name) {

	}

}
