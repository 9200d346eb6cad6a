package io.qnsp.kms.agility.compliance;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.kms.agility.inventory.AssetInventories;
import io.qnsp.kms.agility.migration.store.PlanFiguresRepository;
import io.qnsp.kms.agility.usage.AlgorithmUses;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Judges tenants by frameworks.
 */
@Component
final class CryptoComplianceReports {

	private final AssetInventories inventories;

	private final AlgorithmUses uses;

	private final PlanFiguresRepository plans;

	private final Clock clock;

	CryptoComplianceReports(AssetInventories inventories, AlgorithmUses uses, PlanFiguresRepository plans,
			Clock clock) {
		this.inventories = inventories;
		this.uses = uses;
		this.plans = plans;
		this.clock = clock;
	}

	Mono<ComplianceReport> judge(UUID tenantId, Framework framework) {
		return Mono.zip(this.inventories.read(tenantId), this.uses.lately(tenantId), this.plans.count(tenantId))
			.map((found) -> {
				Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
				Evidence evidence = new Evidence(found.getT1(), found.getT2(), found.getT3(),
						LocalDate.ofInstant(now, ZoneOffset.UTC));
				return ComplianceReport.of(framework, framework.judge(evidence), found.getT1().counted(), now);
			});
	}

}
