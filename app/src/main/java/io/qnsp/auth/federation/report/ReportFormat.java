package io.qnsp.auth.federation.report;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.http.MediaType;

/**
 * The form of a report's file.
 */
enum ReportFormat {

	/** The same as the report's data. */
	@JsonProperty("json")
	JSON("application/json"),
	/** To print. */
	@JsonProperty("pdf")
	PDF("application/pdf"),
	/** To compute with. */
	@JsonProperty("csv")
	CSV("text/csv;charset=UTF-8");

	private final String mediaType;

	ReportFormat(String mediaType) {
		this.mediaType = mediaType;
	}

	MediaType mediaType() {
		return MediaType.parseMediaType(this.mediaType);
	}

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static ReportFormat stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
