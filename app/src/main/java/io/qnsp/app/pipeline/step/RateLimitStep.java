package io.qnsp.app.pipeline.step;

import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.app.ratelimit.RateLimitHeaders;
import io.qnsp.app.ratelimit.RateLimits;
import io.qnsp.app.ratelimit.RateLimits.Taken;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.tenant.TenantDirectory;
import io.qnsp.core.tenant.TenantProfile;
import io.qnsp.core.tenant.Tier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes one token from the bucket of the caller's own tenant and the endpoint's service;
 * anonymous calls share a bucket per address. The headers go on every answer.
 */
@Component
@Order(0)
final class RateLimitStep implements EndpointStep {

	private final RateLimits limits;

	private final TenantDirectory tenants;

	RateLimitStep(RateLimits limits, TenantDirectory tenants) {
		this.limits = limits;
		this.tenants = tenants;
	}

	@Override
	public Mono<Decision> decide(Call call) {
		Caller caller = call.caller();
		if (caller == null) {
			return decide(call,
					this.limits.take(String.valueOf(Call.addressOf(call.exchange())), RateLimits.ANONYMOUS, null));
		}
		TenantProfile ready = this.tenants.findNow(caller.homeTenantId());
		return (ready != null) ? decide(call, take(call, caller, ready.tier()))
				: this.tenants.find(caller.homeTenantId())
					.map((tenant) -> take(call, caller, tenant.tier()))
					.switchIfEmpty(Mono.fromSupplier(() -> take(call, caller, null)))
					.flatMap((taken) -> decide(call, taken));
	}

	private Taken take(Call call, Caller caller, @Nullable Tier tier) {
		return this.limits.take(caller.homeTenantId().toString(), call.endpoint().service(), tier);
	}

	private static Mono<Decision> decide(Call call, Taken taken) {
		RateLimitHeaders.write(call.exchange().getResponse().getHeaders(), taken);
		return taken.allowed() ? Decision.PROCEED : Decision.refuse(RateLimitHeaders.refusal(taken));
	}

}
