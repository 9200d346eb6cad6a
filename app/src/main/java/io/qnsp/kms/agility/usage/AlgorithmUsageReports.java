package io.qnsp.kms.agility.usage;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.kms.agility.inventory.AssetInventories;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Reports usage and adoption.
 */
@Component
final class AlgorithmUsageReports {

	private final AssetInventories inventories;

	private final AlgorithmUsageRepository repository;

	private final Clock clock;

	AlgorithmUsageReports(AssetInventories inventories, AlgorithmUsageRepository repository, Clock clock) {
		this.inventories = inventories;
		this.repository = repository;
		this.clock = clock;
	}

	Mono<AlgorithmUsage> usage(UUID tenantId) {
		return Mono.defer(() -> {
			LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
			LocalDate first = AlgorithmUses.firstDay(AlgorithmUses.MOST_DAYS, this.clock.instant());
			return Mono.zip(this.inventories.read(tenantId), this.repository.uses(tenantId, first),
					(inventory, uses) -> AlgorithmUsage.of(inventory, uses, today, AlgorithmUses.MOST_DAYS));
		});
	}

	/**
	 * Reports adoption.
	 * @param days how many days the trend has, or {@code null} for 30
	 */
	Mono<PqcAdoption> adoption(UUID tenantId, @Nullable Integer days) {
		int length = (days != null) ? days : AlgorithmUses.LATELY;
		if (length < 1 || length > AlgorithmUses.MOST_DAYS) {
			throw QnspException.badRequest("days", "%d (expected: 1..%d)".formatted(length, AlgorithmUses.MOST_DAYS));
		}
		return Mono.defer(() -> {
			LocalDate first = AlgorithmUses.firstDay(length, this.clock.instant());
			return Mono.zip(this.inventories.read(tenantId), this.repository.daily(tenantId, first),
					(inventory, uses) -> PqcAdoption.of(inventory, uses, first, length));
		});
	}

}
