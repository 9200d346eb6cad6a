package io.qnsp.core.tenant;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The tiers, from the smallest to the largest. A tier includes what every smaller one
 * includes; which feature starts where is configuration.
 */
public enum Tier {

	/** Trying out. */
	@JsonProperty("free")
	FREE,
	/** Developers, small. */
	@JsonProperty("dev-starter")
	DEV_STARTER,
	/** Developers, medium. */
	@JsonProperty("dev-pro")
	DEV_PRO,
	/** Developers, large. */
	@JsonProperty("dev-elite")
	DEV_ELITE,
	/** Businesses, small. */
	@JsonProperty("business-team")
	BUSINESS_TEAM,
	/** Businesses, medium. */
	@JsonProperty("business-advanced")
	BUSINESS_ADVANCED,
	/** Businesses, large. */
	@JsonProperty("business-elite")
	BUSINESS_ELITE,
	/** Enterprises, small. */
	@JsonProperty("enterprise-standard")
	ENTERPRISE_STANDARD,
	/** Enterprises, medium. */
	@JsonProperty("enterprise-pro")
	ENTERPRISE_PRO,
	/** Enterprises, large. */
	@JsonProperty("enterprise-elite")
	ENTERPRISE_ELITE;

	/**
	 * The name in JSON.
	 * @return such as {@code dev-starter}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Whether this tier includes what the given one includes.
	 * @param tier the tier that is needed
	 * @return true when this tier is that tier or a larger one
	 */
	public boolean includes(Tier tier) {
		return compareTo(tier) >= 0;
	}

	/**
	 * Reads a tier's wire name.
	 * @param name such as {@code enterprise-elite}
	 * @return the tier, or empty when there is none of that name
	 */
	public static Optional<Tier> ofWireName(String name) {
		for (Tier tier : values()) {
			if (tier.wireName().equals(name)) {
				return Optional.of(tier);
			}
		}
		return Optional.empty();
	}

}
