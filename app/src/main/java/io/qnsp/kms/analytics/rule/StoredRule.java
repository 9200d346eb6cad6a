package io.qnsp.kms.analytics.rule;

import java.time.Instant;
import java.util.UUID;

/**
 * A row.
 *
 * @param ruleId its id
 * @param content what it says
 * @param effectiveFrom windows that had ended before are not looked at
 * @param judgeAt when the window ends that is judged next, for what must have ended
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
record StoredRule(UUID ruleId, RuleContent content, Instant effectiveFrom, Instant judgeAt, Instant createdAt,
		Instant updatedAt) {

	static StoredRule made(UUID ruleId, RuleContent content, Instant now) {
		return new StoredRule(ruleId, content, now, judgeAt(content, now), now, now);
	}

	/**
	 * A changed rule begins anew when it watches something else than before.
	 */
	StoredRule changed(RuleContent after, Instant now) {
		return this.content.watchesLike(after)
				? new StoredRule(this.ruleId, after, this.effectiveFrom, this.judgeAt, this.createdAt, now)
				: new StoredRule(this.ruleId, after, now, judgeAt(after, now), this.createdAt, now);
	}

	// The window under way: what was used in it before the rule was there counts too.
	private static Instant judgeAt(RuleContent content, Instant now) {
		AlertWindow window = content.condition().window();
		return window.endOf(window.startOf(now));
	}

	AlertRule rule() {
		return new AlertRule(this.ruleId, this.content.name(), this.content.keyIds(),
				AlertRuleBody.Condition.of(this.content.condition()), this.content.severity(), this.content.channels(),
				this.content.enabled(), this.createdAt, this.updatedAt);
	}

}
