package io.qnsp.kms.agility.compliance;

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
 * Compliance of cryptography over HTTP.
 */
@RestController
final class CryptoComplianceController {

	private final CryptoComplianceReports reports;

	CryptoComplianceController(CryptoComplianceReports reports) {
		this.reports = reports;
	}

	@GetMapping("/kms/v1/crypto-agility/compliance")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.crypto_compliance.read",
			feature = "kms.crypto-agility")
	Mono<ComplianceReport> read(@RequestParam @Nullable String framework, Caller caller, CallAudit audit) {
		Framework asked = Framework.named(framework);
		audit.resource("crypto-agility", "compliance").detail("framework", asked.id());
		return this.reports.judge(caller.tenantId(), asked).doOnNext((found) -> audit.detail("score", found.score()));
	}

}
