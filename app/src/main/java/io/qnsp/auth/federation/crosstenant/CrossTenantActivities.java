package io.qnsp.auth.federation.crosstenant;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.control.CallAudit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Finds the activity that a caller may see: its own tenant's, or everybody's for platform
 * roles, whatever tenant they act in.
 */
@Component
final class CrossTenantActivities {

	/** The most recent pairs are answered. */
	private static final int MAX_PAIRS = 1_000;

	private final CrossTenantRepository repository;

	private final Clock clock;

	CrossTenantActivities(CrossTenantRepository repository, Clock clock) {
		this.repository = repository;
		this.clock = clock;
	}

	Mono<List<CrossTenantActivity>> find(ActivityPeriod period, @Nullable List<UUID> tenants, Caller caller,
			CallAudit audit) {
		Instant from = period.firstBucket(this.clock.instant());
		boolean all = caller.roles().stream().anyMatch(Role::isPlatform);
		audit.resource("cross-tenant-activity", "*").detail("period", period.wireName()).detail("allTenants", all);
		return all ? this.repository.ofAll(from, tenants, MAX_PAIRS)
				: this.repository.ofTenant(from, tenants, MAX_PAIRS);
	}

}
