package io.qnsp.auth.federation.crosstenant;

import java.time.Clock;
import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Removes activity that no period reaches any more.
 */
@Component
final class CrossTenantRetention implements PeriodicJob {

	private final Sql systemSql;

	private final Clock clock;

	CrossTenantRetention(@Qualifier("systemSql") Sql systemSql, Clock clock) {
		this.systemSql = systemSql;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "cross-tenant-activity-retention";
	}

	@Override
	public Duration interval() {
		return Duration.ofHours(1);
	}

	@Override
	public Mono<Void> run() {
		return Mono
			.defer(() -> this.systemSql.query("DELETE FROM cross_tenant_activity WHERE bucket_start < :before")
				.bind("before", ActivityPeriod.MONTH.firstBucket(this.clock.instant()))
				.update())
			.then();
	}

}
