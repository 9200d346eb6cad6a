package io.qnsp.auth.federation.report;

import java.time.Instant;
import java.util.List;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a report.
 *
 * @param reportType what about
 * @param startDate the first instant
 * @param endDate the first instant after; at most 400 days later
 * @param providers which identity providers, at most 100; all when missing or empty
 * @param format the form of the file; JSON when missing
 */
record CreateReportRequest(
		@NotNull(message = "missing (expected: compliance, activity or security)") ReportType reportType,
		@NotNull(message = "missing (expected: an ISO 8601 instant)") Instant startDate,
		@NotNull(message = "missing (expected: an ISO 8601 instant)") Instant endDate,
		@Nullable @Size(max = 100,
				message = "too many (expected: at most 100 providers)") List<@NotNull(
						message = "null (expected: a provider)") @Size(min = 1, max = 200,
								message = "wrong length (expected: 1..200 characters)") @Pattern(
										regexp = "[^\\p{Cntrl}\\p{Cs}]*",
										message = "control characters (expected: none)") String> providers,
		@Nullable ReportFormat format) {

}
