package io.qnsp.app.pipeline.step;

import java.util.Map;

import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.AddOn;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses a call whose add-on the tenant does not hold.
 */
@Component
@Order(5)
final class AddOnStep implements EndpointStep {

	@Override
	public Mono<Decision> decide(Call call) {
		AddOn addOn = call.endpoint().addOn();
		if (addOn == AddOn.NONE || call.tenant().addOns().contains(addOn)) {
			return Decision.PROCEED;
		}
		return Decision.refuse(new QnspException(ErrorCode.ADDON_REQUIRED,
				"The tenant does not hold the add-on " + addOn.wireName(), Map.of("addOn", addOn.wireName())));
	}

}
