package io.qnsp.app.entitlement;

import java.util.Map;

import io.qnsp.core.quota.QuotaPeriod;
import io.qnsp.core.tenant.Tier;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The entitlement table, {@code qnsp.entitlements.*}.
 *
 * @param features each feature and the smallest tier that includes it
 * @param quotas each quota resource and its limits
 */
@ConfigurationProperties("qnsp.entitlements")
public record EntitlementProperties(Map<String, Tier> features, Map<String, Quota> quotas) {

	public EntitlementProperties {
		features = Map.copyOf(features);
		quotas = Map.copyOf(quotas);
	}

	/**
	 * The quota of one resource.
	 *
	 * @param period over which time it counts, defaults to none: a stock
	 * @param limits the limit by tier; -1 is unlimited; a tier that is not named has the
	 * limit of the next smaller one that is
	 */
	public record Quota(@DefaultValue("none") QuotaPeriod period, Map<Tier, Long> limits) {

		public Quota {
			limits = Map.copyOf(limits);
			if (!limits.containsKey(Tier.FREE)) {
				throw new IllegalArgumentException("quota limits: %s (expected: one for tier free)".formatted(limits));
			}
		}

	}

}
