package io.qnsp.auth.federation.report;

import org.jspecify.annotations.Nullable;

/**
 * What a finished report is stored as.
 *
 * @param data the figures as JSON text
 * @param content the file, or {@code null} when the figures are the file
 */
record RenderedReport(String data, byte @Nullable [] content) {

	/** The largest file, and the largest JSON: 5 MiB. */
	static final int MAX_BYTES = 5 * 1024 * 1024;

}
