package io.qnsp.auth.risk;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import jakarta.validation.Valid;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Risk evaluation over HTTP.
 */
@RestController
final class RiskController {

	private final RiskEvaluations evaluations;

	RiskController(RiskEvaluations evaluations) {
		this.evaluations = evaluations;
	}

	@PostMapping("/auth/risk/evaluate")
	@Controls(value = { Control.AUDIT, Control.METERING }, event = LoginEvidence.EVENT_TYPE,
			billable = "auth.risk_evaluation", access = Access.READ)
	Mono<RiskEvaluation> evaluate(@Valid @RequestBody RiskEvaluationRequest request, Caller caller, CallAudit audit) {
		return this.evaluations.evaluate(request, caller, audit);
	}

}
