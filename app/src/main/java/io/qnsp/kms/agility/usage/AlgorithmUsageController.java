package io.qnsp.kms.agility.usage;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Usage and adoption over HTTP.
 */
@RestController
final class AlgorithmUsageController {

	private static final String FEATURE = "kms.crypto-agility";

	private final AlgorithmUsageReports reports;

	AlgorithmUsageController(AlgorithmUsageReports reports) {
		this.reports = reports;
	}

	@GetMapping("/kms/v1/crypto-agility/algorithm-usage")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.algorithm_usage.read", feature = FEATURE)
	Mono<AlgorithmUsage> usage(Caller caller, CallAudit audit) {
		audit.resource("crypto-agility", "algorithm-usage");
		return this.reports.usage(caller.tenantId());
	}

	@GetMapping("/kms/v1/crypto-agility/pqc-adoption")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.pqc_adoption.read", feature = FEATURE)
	Mono<PqcAdoption> adoption(@RequestParam @Nullable Integer days, Caller caller, CallAudit audit) {
		audit.resource("crypto-agility", "pqc-adoption");
		return this.reports.adoption(caller.tenantId(), days);
	}

}
