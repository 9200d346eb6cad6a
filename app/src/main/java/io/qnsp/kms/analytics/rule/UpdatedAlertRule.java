package io.qnsp.kms.analytics.rule;

import java.time.Instant;
import java.util.UUID;

/**
 * The answer to whoever changed a rule.
 *
 * @param ruleId its id
 * @param updatedAt when it was changed
 */
record UpdatedAlertRule(UUID ruleId, Instant updatedAt) {

}
