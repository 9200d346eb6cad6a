package io.qnsp.kms.agility.risk;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

import io.qnsp.kms.agility.inventory.AssetInventories;
import io.qnsp.kms.agility.usage.AlgorithmUses;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Assesses the risk of tenants.
 */
@Component
final class QuantumRiskReports {

	private final AssetInventories inventories;

	private final AlgorithmUses uses;

	private final Clock clock;

	QuantumRiskReports(AssetInventories inventories, AlgorithmUses uses, Clock clock) {
		this.inventories = inventories;
		this.uses = uses;
		this.clock = clock;
	}

	Mono<RiskAssessment> assess(UUID tenantId) {
		return Mono.zip(this.inventories.read(tenantId), this.uses.lately(tenantId), (inventory, use) -> RiskModel
			.assess(inventory, use, LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC)));
	}

}
