package io.qnsp.audit.retention;

import java.time.Period;
import java.util.LinkedHashMap;
import java.util.Map;

import io.qnsp.core.sql.Sql;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.TenantProfile;
import io.qnsp.core.tenant.Tier;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * How long a tenant's events are kept at least: what its tier demands, or an add-on when
 * that is more.
 */
@Component
@EnableConfigurationProperties(RetentionProperties.class)
public final class LegalMinimums {

	private final RetentionProperties properties;

	private final Map<String, Integer> daysByName = new LinkedHashMap<>();

	LegalMinimums(RetentionProperties properties) {
		this.properties = properties;
		for (Tier tier : Tier.values()) {
			this.daysByName.put(tier.wireName(), properties.minimum().getOrDefault(tier, 0));
		}
		properties.addOns().forEach((addOn, days) -> this.daysByName.put(addOn.wireName(), days));
	}

	/**
	 * The minimum of a tenant.
	 * @param tenant its tier and add-ons
	 * @return whole days
	 */
	public Period of(TenantProfile tenant) {
		int days = this.properties.minimum().getOrDefault(tenant.tier(), 0);
		for (AddOn addOn : tenant.addOns()) {
			days = Math.max(days, this.properties.addOns().getOrDefault(addOn, 0));
		}
		return Period.ofDays(days);
	}

	/**
	 * Binds the minimums of all tiers and add-ons.
	 * @param statement a statement with {@code :names} and {@code :days}
	 * @return the statement with both
	 */
	public Sql.Statement bind(Sql.Statement statement) {
		return statement.bindTexts("names", this.daysByName.keySet())
			.bind("days", this.daysByName.values().toArray(Integer[]::new));
	}

}
