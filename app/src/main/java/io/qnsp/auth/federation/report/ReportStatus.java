package io.qnsp.auth.federation.report;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far a report has come.
 */
enum ReportStatus {

	/** Asked for, or being made. */
	@JsonProperty("pending")
	PENDING,
	/** Ready to download. */
	@JsonProperty("completed")
	COMPLETED,
	/** Given up; the report says why. */
	@JsonProperty("failed")
	FAILED;

	static ReportStatus stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
