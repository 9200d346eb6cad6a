package io.qnsp.kms.analytics.rule;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Alert rules over HTTP.
 */
@RestController
final class AlertRuleController {

	private static final String FEATURE = "kms.usage-analytics";

	private final AlertRuleAdministration rules;

	AlertRuleController(AlertRuleAdministration rules) {
		this.rules = rules;
	}

	/**
	 * A part of the list of rules.
	 *
	 * @param rules the rules, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record AlertRuleList(List<AlertRule> rules, int limit, @Nullable String nextCursor) {

	}

	@PostMapping("/kms/v1/analytics/alert-rules")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.alert_rule.create", feature = FEATURE)
	Mono<CreatedAlertRule> create(@RequestBody AlertRuleBody body, Caller caller, CallAudit audit) {
		return this.rules.create(body, caller, audit);
	}

	@GetMapping("/kms/v1/analytics/alert-rules")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.alert_rule.list", feature = FEATURE)
	Mono<AlertRuleList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.rules.list(caller.tenantId(), page).map((found) -> {
			audit.resource("kms-alert-rule", "*").detail("count", found.items().size());
			return new AlertRuleList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@PatchMapping("/kms/v1/analytics/alert-rules/{ruleId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.alert_rule.update", feature = FEATURE)
	Mono<UpdatedAlertRule> change(@PathVariable UUID ruleId, @RequestBody AlertRuleBody body, Caller caller,
			CallAudit audit) {
		return this.rules.change(ruleId, body, caller, audit);
	}

	@DeleteMapping("/kms/v1/analytics/alert-rules/{ruleId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.alert_rule.delete", feature = FEATURE)
	Mono<ResponseEntity<Void>> delete(@PathVariable UUID ruleId, Caller caller, CallAudit audit) {
		return this.rules.delete(ruleId, caller, audit);
	}

}
