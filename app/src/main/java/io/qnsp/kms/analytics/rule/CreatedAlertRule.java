package io.qnsp.kms.analytics.rule;

import java.time.Instant;
import java.util.UUID;

/**
 * The answer to whoever made a rule.
 *
 * @param ruleId its id
 * @param name what people call it
 * @param createdAt when it was made
 */
record CreatedAlertRule(UUID ruleId, String name, Instant createdAt) {

}
