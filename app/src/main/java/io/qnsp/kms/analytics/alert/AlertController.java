package io.qnsp.kms.analytics.alert;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Alerts over HTTP.
 */
@RestController
final class AlertController {

	private static final String FEATURE = "kms.usage-analytics";

	private final Alerts alerts;

	AlertController(Alerts alerts) {
		this.alerts = alerts;
	}

	/**
	 * A part of the list of alerts.
	 *
	 * @param alerts the alerts, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record AlertList(List<UsageAlert> alerts, int limit, @Nullable String nextCursor) {

	}

	@GetMapping("/kms/v1/analytics/alerts")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.usage_alert.list", feature = FEATURE)
	Mono<AlertList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.alerts.list(caller.tenantId(), page).map((found) -> {
			audit.resource("kms-usage-alert", "*").detail("count", found.items().size());
			return new AlertList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@PostMapping("/kms/v1/analytics/alerts/{alertId}/acknowledge")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.usage_alert.acknowledge", feature = FEATURE)
	Mono<AcknowledgedAlert> acknowledge(@PathVariable UUID alertId, Caller caller, CallAudit audit) {
		return this.alerts.acknowledge(alertId, caller, audit);
	}

}
