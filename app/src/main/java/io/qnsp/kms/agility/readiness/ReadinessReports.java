package io.qnsp.kms.agility.readiness;

import java.util.UUID;

import io.qnsp.kms.agility.inventory.AssetInventories;
import io.qnsp.kms.agility.migration.store.PlanFiguresRepository;
import io.qnsp.kms.agility.usage.AlgorithmUses;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Assesses the readiness of tenants.
 */
@Component
final class ReadinessReports {

	private final AssetInventories inventories;

	private final AlgorithmUses uses;

	private final PlanFiguresRepository plans;

	ReadinessReports(AssetInventories inventories, AlgorithmUses uses, PlanFiguresRepository plans) {
		this.inventories = inventories;
		this.uses = uses;
		this.plans = plans;
	}

	Mono<Readiness> assess(UUID tenantId) {
		return Mono.zip(this.inventories.read(tenantId), this.uses.lately(tenantId), this.plans.count(tenantId))
			.map((found) -> ReadinessModel.assess(found.getT1(), found.getT2(), found.getT3()));
	}

}
