package io.qnsp.app.pipeline.step;

import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.app.web.ServicePrefixFilter;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses a service prefix that is not the endpoint's own, as if nothing were there.
 */
@Component
@Order(1)
final class ServicePrefixStep implements EndpointStep {

	@Override
	public Mono<Decision> decide(Call call) {
		String prefix = ServicePrefixFilter.prefixOf(call.exchange());
		if (prefix == null || prefix.equals(call.endpoint().service())) {
			return Decision.PROCEED;
		}
		return Decision.refuse(new QnspException(ErrorCode.NOT_FOUND, "There is nothing at this path"));
	}

}
