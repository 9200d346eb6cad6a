package io.qnsp.auth.federation.crosstenant;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Activity across tenants over HTTP.
 */
@RestController
final class CrossTenantController {

	private static final int MAX_TENANTS = 100;

	private final CrossTenantActivities activities;

	CrossTenantController(CrossTenantActivities activities) {
		this.activities = activities;
	}

	/**
	 * What passed between tenants.
	 *
	 * @param activity one entry for each pair of tenants, the latest activity first, at
	 * most 1,000
	 */
	record ActivityList(List<CrossTenantActivity> activity) {

	}

	@GetMapping("/auth/federation/audit/cross-tenant")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.federation_cross_tenant.read",
			feature = "auth.federation-cross-tenant")
	Mono<ActivityList> read(@RequestParam @Nullable String period, @RequestParam @Nullable List<String> tenantIds,
			Caller caller, CallAudit audit) {
		ActivityPeriod asked = ActivityPeriod.of(period);
		List<UUID> tenants = tenants(tenantIds);
		return this.activities.find(asked, tenants, caller, audit).map(ActivityList::new);
	}

	/**
	 * Reads the filter, given as one comma-separated list, several parameters or both.
	 */
	private static @Nullable List<UUID> tenants(@Nullable List<String> values) {
		if (values == null) {
			return null;
		}
		List<UUID> tenants = values.stream()
			.flatMap((value) -> Arrays.stream(value.split(",", -1)))
			.filter((value) -> !value.isBlank())
			.map((value) -> tenant(value.strip()))
			.toList();
		if (tenants.size() > MAX_TENANTS) {
			throw QnspException.badRequest("tenantIds", tenants.size() + " (expected: at most " + MAX_TENANTS + ")");
		}
		return tenants.isEmpty() ? null : tenants;
	}

	private static UUID tenant(String text) {
		try {
			if (text.length() == 36) {
				return UUID.fromString(text);
			}
		}
		catch (IllegalArgumentException ex) {
			throw notAnId(text);
		}
		throw notAnId(text);
	}

	private static QnspException notAnId(String text) {
		String shown = (text.length() <= 36) ? text : text.substring(0, 36);
		return QnspException.badRequest("tenantIds", shown + " (expected: UUIDs)");
	}

}
