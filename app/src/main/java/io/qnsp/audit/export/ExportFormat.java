package io.qnsp.audit.export;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;

/**
 * The forms of an export.
 */
enum ExportFormat {

	/** JSON Lines. */
	JSONL("jsonl", "jsonl", "application/x-ndjson"),
	/** RFC 4180 with a header. */
	CSV("csv", "csv", "text/csv;charset=UTF-8"),
	/** ArcSight's Common Event Format. */
	CEF("cef", "cef", "text/plain;charset=UTF-8"),
	/** Syslog. */
	RFC5424("rfc5424", "log", "text/plain;charset=UTF-8");

	private final String wireName;

	private final String extension;

	private final String mediaType;

	ExportFormat(String wireName, String extension, String mediaType) {
		this.wireName = wireName;
		this.extension = extension;
		this.mediaType = mediaType;
	}

	/**
	 * Reads the query parameter.
	 * @throws QnspException a 400 when there is no such format
	 */
	static ExportFormat of(@Nullable String name) {
		if (name == null) {
			return JSONL;
		}
		return Arrays.stream(values())
			.filter((format) -> format.wireName.equals(name))
			.findFirst()
			.orElseThrow(() -> QnspException.badRequest("format", "not known (expected: "
					+ Arrays.stream(values()).map(ExportFormat::wireName).collect(Collectors.joining(", ")) + ")"));
	}

	String wireName() {
		return this.wireName;
	}

	String extension() {
		return this.extension;
	}

	MediaType mediaType() {
		return MediaType.parseMediaType(this.mediaType);
	}

	EventLines lines(JsonMapper json) {
		return switch (this) {
			case JSONL -> new JsonLines(json);
			case CSV -> new CsvLines(json);
			case CEF -> new CefLines(json);
			case RFC5424 -> new SyslogLines(json);
		};
	}

}
