package io.qnsp.kms.analytics.usage;

import java.util.Arrays;
import java.util.Locale;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * How long the periods are that usage is added up for: hours, days and ISO 8601 weeks of
 * UTC.
 */
enum Granularity {

	/** From one full hour to the next. */
	HOUR,
	/** From midnight to midnight. */
	DAY,
	/** From Monday to Monday. */
	WEEK;

	static Granularity of(@Nullable String name) {
		return (name == null) ? HOUR : Arrays.stream(values())
			.filter((granularity) -> granularity.wireName().equals(name))
			.findFirst()
			.orElseThrow(() -> QnspException.badRequest("granularity", "unknown (expected: hour, day or week)"));
	}

	/**
	 * The name in queries, which is PostgreSQL's too.
	 */
	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
