package io.qnsp.kms.analytics.rule;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;

/**
 * A rule as it is listed.
 *
 * @param ruleId its id
 * @param name what people call it
 * @param keyIds which keys; empty means all
 * @param condition when it fires
 * @param severity how much it matters
 * @param notificationChannels the webhooks that are told
 * @param enabled whether it is looked at
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
record AlertRule(UUID ruleId, String name, List<UUID> keyIds, AlertRuleBody.Condition condition, AlertSeverity severity,
		List<String> notificationChannels, boolean enabled, Instant createdAt, Instant updatedAt) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.ruleId);
	}

}
