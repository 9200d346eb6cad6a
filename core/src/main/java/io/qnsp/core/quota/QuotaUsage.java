package io.qnsp.core.quota;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

/**
 * How much of a quota a tenant has used.
 */
public final class QuotaUsage {

	private final Sql sql;

	private final Clock clock;

	/**
	 * Creates it.
	 * @param sql the tenant's statements
	 * @param clock the clock that periods follow
	 */
	public QuotaUsage(Sql sql, Clock clock) {
		this.sql = sql;
		this.clock = clock;
	}

	/**
	 * What has been used in the current period.
	 * @param tenantId the tenant
	 * @param resource the quota resource
	 * @param period the resource's period
	 * @return units, 0 when nothing was used
	 */
	public Mono<Long> used(UUID tenantId, String resource, QuotaPeriod period) {
		return this.sql.query("""
				SELECT used FROM quota_usage
				WHERE tenant_id = :tenant AND resource = :resource AND period_start = :start
				""")
			.bind("tenant", tenantId)
			.bind("resource", resource)
			.bind("start", period.startAt(this.clock.instant()))
			.one((row) -> Objects.requireNonNull(row.get("used", Long.class)))
			.defaultIfEmpty(0L);
	}

	/**
	 * Takes one unit, in the surrounding transaction.
	 * @param tenantId the tenant
	 * @param resource the quota resource
	 * @param period the resource's period
	 * @param limit the limit, at least 1; negative is unlimited
	 * @return true when there was a unit left
	 */
	public Mono<Boolean> reserve(UUID tenantId, String resource, QuotaPeriod period, long limit) {
		return this.sql.query("""
				INSERT INTO quota_usage (tenant_id, resource, period_start, used)
				VALUES (:tenant, :resource, :start, 1)
				ON CONFLICT (tenant_id, resource, period_start) DO UPDATE
				SET used = quota_usage.used + 1
				WHERE :limit < 0 OR quota_usage.used < :limit
				""")
			.bind("tenant", tenantId)
			.bind("resource", resource)
			.bind("start", period.startAt(this.clock.instant()))
			.bind("limit", limit)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Gives units of a stock back, in the surrounding transaction, when what used them is
	 * deleted.
	 * @param tenantId the tenant
	 * @param resource the quota resource
	 * @param units how many, at least 1
	 * @return completes when they are given back
	 */
	public Mono<Void> giveBack(UUID tenantId, String resource, long units) {
		return this.sql.query("""
				UPDATE quota_usage SET used = greatest(used - :units, 0)
				WHERE tenant_id = :tenant AND resource = :resource AND period_start = :start
				""")
			.bind("units", units)
			.bind("tenant", tenantId)
			.bind("resource", resource)
			.bind("start", QuotaPeriod.NONE.startAt(this.clock.instant()))
			.update()
			.then();
	}

	/**
	 * The refusal of a call that finds the quota used up.
	 * @param resource the quota resource
	 * @param used what has been used
	 * @param limit the limit
	 * @return a 403
	 */
	public static QnspException exceeded(String resource, long used, long limit) {
		return new QnspException(ErrorCode.QUOTA_EXCEEDED,
				"The quota of %s is used up: %d of %d".formatted(resource, used, limit),
				Map.of("resource", resource, "used", used, "limit", limit));
	}

}
