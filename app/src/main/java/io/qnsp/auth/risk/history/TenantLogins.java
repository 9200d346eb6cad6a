package io.qnsp.auth.risk.history;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import io.qnsp.auth.risk.model.Feature;
import io.qnsp.auth.risk.model.LoginFeatures;

/**
 * What a batch of logins adds to its tenants, in the order of the keys.
 */
final class TenantLogins {

	private final Map<UUID, Total> totals = new TreeMap<>();

	private final Map<Value, Long> values = new TreeMap<>();

	/**
	 * Counts a login.
	 * @param tenantId the tenant
	 * @param features the login's values
	 * @param isNewUser whether it is the user's first
	 */
	void count(UUID tenantId, LoginFeatures features, boolean isNewUser) {
		this.totals.merge(tenantId, new Total(1, isNewUser ? 1 : 0), Total::plus);
		for (Feature feature : Feature.values()) {
			this.values.merge(new Value(tenantId, feature, features.value(feature)), 1L, Long::sum);
		}
	}

	Map<UUID, Total> totals() {
		return this.totals;
	}

	Map<Value, Long> values() {
		return this.values;
	}

	record Total(long logins, long users) {

		Total plus(Total other) {
			return new Total(this.logins + other.logins, this.users + other.users);
		}

	}

	record Value(UUID tenantId, Feature feature, String value) implements Comparable<Value> {

		private static final Comparator<Value> ORDER = Comparator.comparing(Value::tenantId)
			.thenComparing(Value::feature)
			.thenComparing(Value::value);

		@Override
		public int compareTo(Value other) {
			return ORDER.compare(this, other);
		}

	}

}
