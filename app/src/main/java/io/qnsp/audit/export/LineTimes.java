package io.qnsp.audit.export;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as the lines have them: ISO 8601 in UTC with milliseconds.
 */
final class LineTimes {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private LineTimes() {
	}

	static String text(Instant time) {
		return FORMAT.format(time);
	}

}
