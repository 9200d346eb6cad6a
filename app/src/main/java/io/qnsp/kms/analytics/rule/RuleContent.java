package io.qnsp.kms.analytics.rule;

import java.util.List;
import java.util.UUID;

/**
 * What a rule says.
 *
 * @param name what people call it
 * @param keyIds which keys; empty means all
 * @param condition when it fires
 * @param severity how much it matters
 * @param channels the webhooks that are told
 * @param enabled whether it is looked at
 */
record RuleContent(String name, List<UUID> keyIds, AlertCondition condition, AlertSeverity severity,
		List<String> channels, boolean enabled) {

	RuleContent {
		keyIds = List.copyOf(keyIds);
		channels = List.copyOf(channels);
	}

	/**
	 * Whether what this rule has noticed so far still holds for another version of it.
	 */
	boolean watchesLike(RuleContent other) {
		return this.enabled == other.enabled && this.condition.equals(other.condition)
				&& this.keyIds.equals(other.keyIds);
	}

}
