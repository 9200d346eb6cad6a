package io.qnsp.auth.risk.policy;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is answered.
 *
 * @param policyId its id
 * @param name what people call it
 * @param description for people, or {@code null}
 * @param conditions when it applies
 * @param actions what it demands
 * @param enabled whether it is looked at
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
record Policy(UUID policyId, String name, @Nullable String description, PolicyBody.Conditions conditions,
		PolicyBody.Actions actions, boolean enabled, Instant createdAt, Instant updatedAt) {

	static Policy of(UUID policyId, PolicyContent content, Instant createdAt, Instant updatedAt) {
		return new Policy(policyId, content.name(), content.description(),
				PolicyBody.Conditions.of(content.conditions()),
				new PolicyBody.Actions(HighRiskAction.of(content.actions().onHighRisk()),
						content.actions().challengeType()),
				content.enabled(), createdAt, updatedAt);
	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.policyId);
	}

}
