package io.qnsp.app.ratelimit;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.qnsp.app.ratelimit.RateLimitProperties.Limit;
import io.qnsp.core.tenant.Tier;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Takes one token a call from the caller's bucket. Lock-free and in memory. Buckets that
 * nobody used for ten minutes are dropped; they would be full by then.
 */
@Component
public final class RateLimits {

	/** The route group of calls without a credential; their buckets are per address. */
	public static final String ANONYMOUS = "anonymous";

	/** The route group of paths that no endpoint has. */
	public static final String UNMATCHED = "unmatched";

	private static final Duration IDLE = Duration.ofMinutes(10);

	private final RateLimitProperties properties;

	private final Clock clock;

	private final LoadingCache<BucketKey, Bucket> buckets;

	RateLimits(RateLimitProperties properties, Clock clock) {
		this.properties = properties;
		this.clock = clock;
		this.buckets = Caffeine.newBuilder()
			.maximumSize(properties.maxBuckets())
			.expireAfterAccess(IDLE)
			.executor(Runnable::run)
			.build((key) -> bucketOf(key.limit()));
	}

	/**
	 * Takes one token.
	 * @param owner the tenant or address the bucket belongs to
	 * @param group the route group
	 * @param tier the tenant's tier, or {@code null} for an anonymous caller
	 * @return the decision, with what the headers say
	 */
	public Taken take(String owner, String group, @Nullable Tier tier) {
		Limit limit = limitOf(group, tier);
		ConsumptionProbe probe = this.buckets.get(new BucketKey(owner, group, limit)).tryConsumeAndReturnRemaining(1);
		long now = this.clock.millis();
		long reset = (now + probe.getNanosToWaitForReset() / 1_000_000 + 999) / 1000;
		return new Taken(probe.isConsumed(), group, limit.burst(), probe.getRemainingTokens(), reset,
				Duration.ofNanos(probe.getNanosToWaitForRefill()));
	}

	private Limit limitOf(String group, @Nullable Tier tier) {
		Limit base = this.properties.groups().getOrDefault(group, this.properties.fallback());
		return (tier != null) ? base.times(this.properties.tierFactors().getOrDefault(tier, 1)) : base;
	}

	private static Bucket bucketOf(Limit limit) {
		return Bucket.builder()
			.addLimit(Bandwidth.builder()
				.capacity(limit.burst())
				.refillGreedy(limit.rate(), Duration.ofSeconds(1))
				.build())
			.build();
	}

	// The limit is part of the key: a tenant that changes its tier starts a new bucket.
	private record BucketKey(String owner, String group, Limit limit) {

	}

	/**
	 * What happened to one token.
	 *
	 * @param allowed whether there was a token
	 * @param group the route group
	 * @param limit the bucket's size
	 * @param remaining tokens left
	 * @param resetAt when the bucket is full again, Unix seconds
	 * @param retryAfter how long until the next token, zero when allowed
	 */
	public record Taken(boolean allowed, String group, long limit, long remaining, long resetAt, Duration retryAfter) {

	}

}
