package io.qnsp.kms.analytics.rule;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a rule looks at.
 */
public enum AlertMetric {

	/** How many operations, failed ones too. */
	@JsonProperty("operation_count")
	OPERATION_COUNT,
	/** How many bytes of data. */
	@JsonProperty("bytes_processed")
	BYTES_PROCESSED,
	/** The share of operations that failed, 0..1; without operations there is none. */
	@JsonProperty("error_rate")
	ERROR_RATE;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code operation_count}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The metric of a stored name.
	 * @param wireName the name
	 * @return the metric
	 */
	public static AlertMetric stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

}
