package io.qnsp.auth.risk.model;

import java.util.Map;

/**
 * What the model needs to know of a tenant's users together: totals, and the numbers for
 * the attempt's own values only, so that the size of the tenant does not matter. May lag
 * behind the truth and behind the user's history.
 *
 * @param logins successful logins of all users, 0 or more
 * @param users users with at least one of them, 0 or more
 * @param counts for each feature, how many of the logins had the value of the attempt at
 * hand; a missing feature counts 0
 * @param distinctValues for each feature, how many different values all logins had; a
 * missing feature counts 0
 */
public record TenantHistory(long logins, long users, Map<Feature, Long> counts, Map<Feature, Long> distinctValues) {

	/** A tenant that nothing is known of. */
	public static final TenantHistory NONE = new TenantHistory(0, 0, Map.of(), Map.of());

	public TenantHistory {
		logins = Math.max(0, logins);
		users = Math.max(0, users);
		counts = Map.copyOf(counts);
		distinctValues = Map.copyOf(distinctValues);
	}

	/**
	 * How many logins had the attempt's value.
	 * @param feature the feature
	 * @return 0 or more
	 */
	public long count(Feature feature) {
		Long count = this.counts.get(feature);
		return (count != null) ? Math.max(0, count) : 0;
	}

	/**
	 * How many different values there were.
	 * @param feature the feature
	 * @return 0 or more
	 */
	public long distinct(Feature feature) {
		Long count = this.distinctValues.get(feature);
		return (count != null) ? Math.max(0, count) : 0;
	}

}
