package io.qnsp.auth.federation.report;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.federation.FederationRange;

/**
 * What was asked for.
 *
 * @param tenantId whose report
 * @param reportId its id
 * @param type what about
 * @param format the form of the file
 * @param range when
 * @param providers which providers; empty for all
 * @param createdAt when it was asked for
 */
record ReportOrder(UUID tenantId, UUID reportId, ReportType type, ReportFormat format, FederationRange range,
		List<String> providers, Instant createdAt) {

	ReportOrder {
		providers = List.copyOf(providers);
	}

}
