package io.qnsp.auth.risk.model;

import java.util.List;
import java.util.Locale;

/**
 * The feature values that are counted. Two hierarchies, from the most to the least
 * specific, with the weights of das-group/rba-algorithm; its autonomous system is a
 * network here (see {@link IpAddress}).
 */
public enum Feature {

	/** The address. */
	IP(0.6),

	/** Its network, /24 or /48. */
	NETWORK(0.3),

	/** The country, {@value LoginFeatures#UNKNOWN_COUNTRY} if not known. */
	COUNTRY(0.1),

	/** The whole user agent. */
	USER_AGENT(0.5387),

	/** Browser and major version. */
	BROWSER(0.2680),

	/** Operating system and version. */
	OS(0.1882),

	/** Device class. */
	DEVICE(0.0051);

	/** The first hierarchy. */
	public static final List<Feature> ADDRESS = List.of(IP, NETWORK, COUNTRY);

	/** The second hierarchy. */
	public static final List<Feature> AGENT = List.of(USER_AGENT, BROWSER, OS, DEVICE);

	private final double weight;

	private final String key = name().toLowerCase(Locale.ROOT);

	Feature(double weight) {
		this.weight = weight;
	}

	/**
	 * Weight within the hierarchy; the weights of a hierarchy sum to 1.
	 * @return 0..1
	 */
	public double weight() {
		return this.weight;
	}

	/**
	 * Whether a value is so specific that having used it often speaks for the user.
	 * Countries, browsers, systems and device classes are shared by too many.
	 * @return whether it is
	 */
	public boolean isSpecific() {
		return this == IP || this == NETWORK || this == USER_AGENT;
	}

	/**
	 * A stable name for storage.
	 * @return e.g. {@code user_agent}
	 */
	public String key() {
		return this.key;
	}

}
