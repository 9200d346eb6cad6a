package io.qnsp.app.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.CallScope;
import io.qnsp.core.sql.TenantContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Walks a call through every step, calls the handler, and makes the end of the call
 * durable before the answer is written.
 */
@Component
final class ControlPipeline implements HandlerAdapter, Ordered {

	// Given, because the error that Reactor makes itself costs each call a walk through
	// the names of its operators, whether it is late or not.
	private static final Mono<Handled> LATE = Mono
		.error(() -> new TimeoutException("The handler took longer than qnsp.http.call-timeout"));

	private final EndpointCatalogue catalogue;

	private final RequestMappingHandlerAdapter handlers;

	private final List<EndpointStep> steps;

	private final CallTransaction transaction;

	private final CallOutcome outcome;

	private final Duration callTimeout;

	ControlPipeline(EndpointCatalogue catalogue,
			@Qualifier("requestMappingHandlerAdapter") RequestMappingHandlerAdapter handlers, List<EndpointStep> steps,
			CallTransaction transaction, CallOutcome outcome,
			@Value("${qnsp.http.call-timeout}") Duration callTimeout) {
		this.catalogue = catalogue;
		this.handlers = handlers;
		this.steps = List.copyOf(steps);
		this.transaction = transaction;
		this.outcome = outcome;
		this.callTimeout = callTimeout;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof HandlerMethod method && this.catalogue.find(method) != null;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		HandlerMethod method = (HandlerMethod) handler;
		Endpoint endpoint = this.catalogue.find(method);
		if (endpoint == null) {
			return Mono.error(new IllegalStateException("Not an endpoint: " + method));
		}
		Call call = new Call(endpoint, exchange, exchange.getAttribute(Caller.class.getName()));
		return Mono.defer(() -> walk(call, 0))
			.then(Mono.defer(() -> answer(call, method)))
			.onErrorResume((failure) -> this.outcome.failed(call, failure));
	}

	// Most steps have nothing to ask and answer with the constant: they are passed in a
	// plain loop, which costs a call nothing.
	@SuppressWarnings("ReferenceEquality")
	private Mono<Void> walk(Call call, int from) {
		for (int index = from; index < this.steps.size(); index++) {
			Mono<Decision> decided = this.steps.get(index).decide(call);
			if (decided != Decision.PROCEED) {
				int next = index + 1;
				return decided.flatMap((decision) -> switch (decision) {
					case Decision.Proceed proceed -> walk(call, next);
					case Decision.Refuse refuse -> Mono.error(refuse.problem());
					case Decision.Replay replay -> Mono.error(new ReplayException(replay.answer()));
				});
			}
		}
		return Mono.empty();
	}

	private Mono<HandlerResult> answer(Call call, HandlerMethod method) {
		Mono<Handled> handled = this.handlers.handle(call.exchange(), method)
			.flatMap((result) -> handled(call, result));
		return (call.endpoint().streaming() ? handled : handled.timeout(this.callTimeout, LATE))
			.flatMap((done) -> this.outcome.succeeded(call, done.body()).thenReturn(done.answer(method)))
			.contextWrite((context) -> scoped(call, context));
	}

	private static Mono<Handled> handled(Call call, HandlerResult result) {
		if (!(result.getReturnValue() instanceof Mono<?> value)) {
			return Mono.error(new IllegalStateException(call.endpoint().event() + ": the handler returns no Mono"));
		}
		return value.map((body) -> new Handled(result, body)).defaultIfEmpty(new Handled(result, null));
	}

	private Context scoped(Call call, Context context) {
		Context scoped = context.put(CallScope.class, this.transaction.scopeOf(call));
		return (call.caller() != null) ? TenantContext.with(call.caller().tenantId()).apply(scoped) : scoped;
	}

	/**
	 * What a handler has brought about.
	 *
	 * @param result the handler's result
	 * @param body the value of its Mono, or {@code null} when it was empty
	 */
	private record Handled(HandlerResult result, @Nullable Object body) {

		HandlerResult answer(HandlerMethod method) {
			return new HandlerResult(method, Mono.justOrEmpty(this.body), this.result.getReturnTypeSource(),
					this.result.getBindingContext());
		}

	}

}
