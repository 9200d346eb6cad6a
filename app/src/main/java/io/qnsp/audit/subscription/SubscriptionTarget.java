package io.qnsp.audit.subscription;

import java.util.Map;

/**
 * Where a subscription goes to.
 *
 * @param type the kind of destination
 * @param config what may be shown, by field
 * @param secrets what may not, by field
 */
public record SubscriptionTarget(DestinationType type, Map<String, Object> config, Map<String, String> secrets) {

	@Override
	public String toString() {
		return "SubscriptionTarget[" + this.type + "]";
	}

}
