package io.qnsp.kms.agility.risk;

import java.util.Locale;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Quantum risk over HTTP.
 */
@RestController
final class QuantumRiskController {

	private final QuantumRiskReports reports;

	QuantumRiskController(QuantumRiskReports reports) {
		this.reports = reports;
	}

	@GetMapping("/kms/v1/crypto-agility/risk-assessment")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.quantum_risk.read",
			feature = "kms.crypto-agility")
	Mono<RiskAssessment> read(Caller caller, CallAudit audit) {
		audit.resource("crypto-agility", "risk-assessment");
		return this.reports.assess(caller.tenantId())
			.doOnNext((found) -> audit.detail("overallRisk", found.overallRisk().name().toLowerCase(Locale.ROOT)));
	}

}
