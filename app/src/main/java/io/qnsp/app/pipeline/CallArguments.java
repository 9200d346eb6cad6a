package io.qnsp.app.pipeline;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;

/**
 * Hands the {@link Caller} and the {@link CallAudit} to handlers that ask for them.
 */
@Component
final class CallArguments implements HandlerMethodArgumentResolver, WebFluxConfigurer {

	@Override
	public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
		configurer.addCustomResolver(this);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type == Caller.class || type == CallAudit.class;
	}

	@Override
	public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext bindingContext,
			ServerWebExchange exchange) {
		Call call = Call.of(exchange);
		if (call == null) {
			return Mono.error(new IllegalStateException("No call"));
		}
		return Mono.just((parameter.getParameterType() == Caller.class) ? call.requiredCaller() : call.audit());
	}

}
