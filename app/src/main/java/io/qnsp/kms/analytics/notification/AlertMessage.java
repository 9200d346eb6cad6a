package io.qnsp.kms.analytics.notification;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a webhook is told. The same alert may come more than once.
 *
 * @param type {@code kms.usage_alert}
 * @param alertId the alert; the same in every attempt
 * @param tenantId the tenant
 * @param ruleId the rule behind it, or a name such as {@code builtin:unusual_pattern}
 * @param ruleName the rule's name when it fired, or {@code null}
 * @param keyId the key
 * @param alertType why
 * @param severity how much it matters
 * @param message what happened
 * @param periodStart the start of the period it is about
 * @param periodEnd the first instant after that period
 * @param triggeredAt when it was raised
 */
record AlertMessage(String type, UUID alertId, UUID tenantId, String ruleId, @Nullable String ruleName, UUID keyId,
		String alertType, String severity, String message, Instant periodStart, Instant periodEnd,
		Instant triggeredAt) {

	static final String TYPE = "kms.usage_alert";

}
