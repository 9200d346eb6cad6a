package io.qnsp.kms.analytics.alert;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert was raised.
 */
public enum AlertType {

	/** A rule of the tenant's. */
	@JsonProperty("threshold_exceeded")
	THRESHOLD_EXCEEDED,
	/** An hour that is unlike those before. */
	@JsonProperty("unusual_pattern")
	UNUSUAL_PATTERN,
	/** A key that should not be used any more was used. */
	@JsonProperty("compliance_violation")
	COMPLIANCE_VIOLATION;

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code threshold_exceeded}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The type of a stored name.
	 * @param wireName the name
	 * @return the type
	 */
	public static AlertType stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

	/**
	 * What stands in an alert's {@code ruleId}.
	 * @param ruleId the rule as text, or {@code null} when no rule of the tenant's is
	 * behind it
	 * @return the rule, or a name for what is built in, such as
	 * {@code builtin:unusual_pattern}
	 */
	public String ruleName(@Nullable String ruleId) {
		return (ruleId != null) ? ruleId : "builtin:" + wireName();
	}

}
