package io.qnsp.kms.analytics.rule;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a figure is compared with a threshold.
 */
public enum AlertOperator {

	/** It is larger; told as soon as it is, before the window has ended. */
	@JsonProperty("gt")
	GT,
	/** It is smaller when the window has ended. */
	@JsonProperty("lt")
	LT,
	/** It is the same when the window has ended. */
	@JsonProperty("eq")
	EQ;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code gt}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The operator of a stored name.
	 * @param wireName the name
	 * @return the operator
	 */
	public static AlertOperator stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

	/**
	 * Compares.
	 * @param value the figure
	 * @param threshold the threshold
	 * @return whether the comparison holds
	 */
	public boolean holds(double value, double threshold) {
		return switch (this) {
			case GT -> value > threshold;
			case LT -> value < threshold;
			case EQ -> Double.compare(value, threshold) == 0;
		};
	}

}
