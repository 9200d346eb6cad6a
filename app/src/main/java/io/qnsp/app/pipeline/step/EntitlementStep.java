package io.qnsp.app.pipeline.step;

import java.util.Map;

import io.qnsp.app.entitlement.Entitlements;
import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.core.control.Control;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.Tier;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses a call whose feature the tenant's tier does not include.
 */
@Component
@Order(4)
final class EntitlementStep implements EndpointStep {

	private final Entitlements entitlements;

	EntitlementStep(Entitlements entitlements) {
		this.entitlements = entitlements;
	}

	@Override
	public Mono<Decision> decide(Call call) {
		if (!call.endpoint().demands(Control.ENTITLEMENTS)) {
			return Decision.PROCEED;
		}
		String feature = call.endpoint().feature();
		Tier tier = call.tenant().tier();
		if (this.entitlements.includes(tier, feature)) {
			return Decision.PROCEED;
		}
		return Decision.refuse(new QnspException(ErrorCode.ENTITLEMENT_REQUIRED,
				"The tier %s does not include %s".formatted(tier.wireName(), feature),
				Map.of("feature", feature, "tier", tier.wireName())));
	}

}
