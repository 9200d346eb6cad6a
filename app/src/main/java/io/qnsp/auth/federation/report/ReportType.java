package io.qnsp.auth.federation.report;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a report is about.
 */
enum ReportType {

	/** How sign-ins went, provider by provider, for an auditor. */
	@JsonProperty("compliance")
	COMPLIANCE("Federation compliance report"),
	/** Who did what, day by day. */
	@JsonProperty("activity")
	ACTIVITY("Federation activity report"),
	/** What a security engineer should look at. */
	@JsonProperty("security")
	SECURITY("Federation security report");

	private final String title;

	ReportType(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static ReportType stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
