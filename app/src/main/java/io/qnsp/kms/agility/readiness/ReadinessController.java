package io.qnsp.kms.agility.readiness;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Readiness over HTTP.
 */
@RestController
final class ReadinessController {

	private final ReadinessReports reports;

	ReadinessController(ReadinessReports reports) {
		this.reports = reports;
	}

	@GetMapping("/kms/v1/crypto-agility/migration-readiness")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.migration_readiness.read",
			feature = "kms.crypto-agility")
	Mono<Readiness> read(Caller caller, CallAudit audit) {
		UUID tenantId = caller.tenantId();
		audit.resource("crypto-agility", "migration-readiness");
		return this.reports.assess(tenantId).doOnNext((found) -> audit.detail("overallScore", found.overallScore()));
	}

}
