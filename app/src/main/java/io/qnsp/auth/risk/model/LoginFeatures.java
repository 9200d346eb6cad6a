package io.qnsp.auth.risk.model;

/**
 * The values of an attempt that history counts, in the canonical spelling under which
 * they are stored and looked up.
 *
 * @param ip canonical address
 * @param network canonical network, /24 or /48
 * @param country ISO 3166-1 alpha-2 or {@value #UNKNOWN_COUNTRY}
 * @param userAgent the whole user agent, up to {@value UserAgent#MAX_LENGTH} characters
 * @param browser browser and major version
 * @param os operating system and version
 * @param device device class
 */
public record LoginFeatures(String ip, String network, String country, String userAgent, String browser, String os,
		String device) {

	/** Stands for no country; counted like a country of its own. */
	public static final String UNKNOWN_COUNTRY = "unknown";

	/**
	 * Derives the values of an attempt.
	 * @param attempt the attempt
	 * @return its values
	 */
	public static LoginFeatures of(LoginAttempt attempt) {
		String country = attempt.geo().country();
		UserAgent agent = UserAgent.of(attempt.userAgent());
		return new LoginFeatures(attempt.ip().text(), attempt.ip().network(),
				(country != null) ? country : UNKNOWN_COUNTRY, attempt.userAgent(), agent.browser(), agent.os(),
				agent.device());
	}

	/**
	 * The value of one feature.
	 * @param feature the feature
	 * @return its value
	 */
	public String value(Feature feature) {
		return switch (feature) {
			case IP -> this.ip;
			case NETWORK -> this.network;
			case COUNTRY -> this.country;
			case USER_AGENT -> this.userAgent;
			case BROWSER -> this.browser;
			case OS -> this.os;
			case DEVICE -> this.device;
		};
	}

	/**
	 * The same values with another spelling of the user agent, for agents that are too
	 * long to be kept as they are.
	 * @param value the value to count
	 * @return the values
	 */
	public LoginFeatures withUserAgent(String value) {
		return new LoginFeatures(this.ip, this.network, this.country, value, this.browser, this.os, this.device);
	}

}
