package io.qnsp.app.ratelimit;

import java.util.Map;

import io.qnsp.core.tenant.Tier;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rate limits, {@code qnsp.rate-limits.*}.
 *
 * @param groups the limit of each route group (a service's name, {@code anonymous} or
 * {@code unmatched}) for a tenant of the smallest tier
 * @param fallback the limit of a group that is not in the table
 * @param tierFactors what a tier multiplies each limit by; 1 when it is not in the table
 * @param maxBuckets how many buckets are kept in memory, defaults to 100,000
 */
@ConfigurationProperties("qnsp.rate-limits")
public record RateLimitProperties(Map<String, Limit> groups, Limit fallback, Map<Tier, Integer> tierFactors,
		@DefaultValue("100000") long maxBuckets) {

	/**
	 * One limit.
	 *
	 * @param rate requests a second, at least 1
	 * @param burst how many at once, at least 1
	 */
	public record Limit(long rate, long burst) {

		public Limit {
			if (rate < 1 || burst < 1) {
				throw new IllegalArgumentException(
						"rate: %d, burst: %d (expected: both at least 1)".formatted(rate, burst));
			}
		}

		Limit times(long factor) {
			return new Limit(this.rate * factor, this.burst * factor);
		}

	}

}
