package io.qnsp.auth.risk.policy;

import io.qnsp.auth.risk.model.RiskPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says, checked.
 *
 * @param name what people call it
 * @param description for people, or {@code null}
 * @param conditions when it applies
 * @param actions what it demands
 * @param enabled whether it is looked at
 */
record PolicyContent(String name, @Nullable String description, RiskPolicy.Conditions conditions,
		RiskPolicy.Actions actions, boolean enabled) {

}
