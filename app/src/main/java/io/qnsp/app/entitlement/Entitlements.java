package io.qnsp.app.entitlement;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.qnsp.app.entitlement.EntitlementProperties.Quota;
import io.qnsp.core.quota.QuotaPeriod;
import io.qnsp.core.tenant.Tier;

import org.springframework.stereotype.Component;

/**
 * Answers what a tier includes.
 */
@Component
public final class Entitlements {

	/** The limit that limits nothing. */
	public static final long UNLIMITED = -1;

	private final EntitlementProperties table;

	Entitlements(EntitlementProperties table) {
		this.table = table;
	}

	/**
	 * Whether the table has a feature.
	 * @param feature the feature
	 * @return true when it has
	 */
	public boolean knowsFeature(String feature) {
		return this.table.features().containsKey(feature);
	}

	/**
	 * Whether the table has a quota resource.
	 * @param resource the resource
	 * @return true when it has
	 */
	public boolean knowsResource(String resource) {
		return this.table.quotas().containsKey(resource);
	}

	/**
	 * Whether a tier includes a feature.
	 * @param tier the tier
	 * @param feature a feature of the table
	 * @return true when it does
	 */
	public boolean includes(Tier tier, String feature) {
		return tier.includes(Objects.requireNonNull(this.table.features().get(feature), feature));
	}

	/**
	 * A tier's quota.
	 * @param tier the tier
	 * @param resource a resource of the table
	 * @return the limit, 0 or more, or {@link #UNLIMITED}
	 */
	public long limit(Tier tier, String resource) {
		NavigableMap<Tier, Long> limits = new TreeMap<>(quota(resource).limits());
		Map.Entry<Tier, Long> entry = Objects.requireNonNull(limits.floorEntry(tier));
		return entry.getValue();
	}

	/**
	 * Over which time a quota counts.
	 * @param resource a resource of the table
	 * @return the period
	 */
	public QuotaPeriod period(String resource) {
		return quota(resource).period();
	}

	private Quota quota(String resource) {
		return Objects.requireNonNull(this.table.quotas().get(resource), resource);
	}

	/**
	 * The features of the table.
	 * @return sorted names
	 */
	public Set<String> features() {
		return new TreeSet<>(this.table.features().keySet());
	}

	/**
	 * The quota resources of the table.
	 * @return sorted names
	 */
	public Set<String> resources() {
		return new TreeSet<>(this.table.quotas().keySet());
	}

}
