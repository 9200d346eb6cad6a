package io.qnsp.kms.analytics.usage;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.kms.keys.KeyUse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The use of keys over HTTP.
 */
@RestController
final class UsageController {

	private static final String FEATURE = "kms.usage-analytics";

	private final KeyUsage usage;

	UsageController(KeyUsage usage) {
		this.usage = usage;
	}

	@GetMapping("/kms/v1/analytics/usage")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.key_usage.read", feature = FEATURE)
	Mono<UsageAnswer> read(@RequestParam @Nullable UUID keyId, @RequestParam @Nullable String operation,
			@RequestParam @Nullable String applicationId, @RequestParam @Nullable String startTime,
			@RequestParam @Nullable String endTime, @RequestParam @Nullable String granularity,
			@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		audit.resource("key-usage", (keyId != null) ? keyId : "*");
		return this.usage.usage(caller.tenantId(),
				new UsageQuery.Asked(keyId, operation, applicationId, startTime, endTime, granularity, limit, cursor));
	}

	@GetMapping("/kms/v1/analytics/keys/{keyId}/summary")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.key_usage.summarize", feature = FEATURE)
	Mono<KeySummary> summarize(@PathVariable UUID keyId, Caller caller, CallAudit audit) {
		KeyUse.describe(audit, keyId);
		return this.usage.summary(caller.tenantId(), keyId);
	}

}
