package io.qnsp.kms.agility.usage;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * How much a tenant used the algorithms, for the other parts of the feature.
 */
@Component
public final class AlgorithmUses {

	/** What "lately" means, in days. */
	public static final int LATELY = 30;

	/** How far back uses are kept, in days. */
	static final int MOST_DAYS = 365;

	private final AlgorithmUsageRepository repository;

	private final Clock clock;

	AlgorithmUses(AlgorithmUsageRepository repository, Clock clock) {
		this.repository = repository;
		this.clock = clock;
	}

	/**
	 * The uses of the last {@value #LATELY} days, today included.
	 * @param tenantId the tenant
	 * @return by algorithm and category
	 */
	public Mono<RecentUse> lately(UUID tenantId) {
		return Mono.defer(() -> this.repository.uses(tenantId, firstDay(LATELY, this.clock.instant())))
			.map((uses) -> new RecentUse(LATELY, uses));
	}

	/**
	 * The first of a number of days that end with today.
	 */
	static LocalDate firstDay(int days, Instant now) {
		return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days - 1L);
	}

}
