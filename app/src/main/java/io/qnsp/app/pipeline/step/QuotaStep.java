package io.qnsp.app.pipeline.step;

import io.qnsp.app.entitlement.Entitlements;
import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.core.control.Control;
import io.qnsp.core.quota.QuotaUsage;
import io.qnsp.core.sql.TenantContext;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses a call early when the quota is used up, before the handler does expensive work.
 * The unit itself is taken in the call's transaction, where a failure gives it back.
 */
@Component
@Order(7)
final class QuotaStep implements EndpointStep {

	private final Entitlements entitlements;

	private final QuotaUsage usage;

	QuotaStep(Entitlements entitlements, QuotaUsage usage) {
		this.entitlements = entitlements;
		this.usage = usage;
	}

	@Override
	public Mono<Decision> decide(Call call) {
		if (!call.endpoint().demands(Control.QUOTA)) {
			return Decision.PROCEED;
		}
		String resource = call.endpoint().quota();
		long limit = this.entitlements.limit(call.tenant().tier(), resource);
		if (limit == Entitlements.UNLIMITED) {
			return Decision.PROCEED;
		}
		return this.usage.used(call.tenantId(), resource, this.entitlements.period(resource))
			.flatMap((used) -> (used < limit) ? Decision.PROCEED
					: Decision.refuse(QuotaUsage.exceeded(resource, used, limit)))
			.contextWrite(TenantContext.with(call.tenantId()));
	}

}
