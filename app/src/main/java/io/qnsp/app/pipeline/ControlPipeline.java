package io.qnsp.app.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.qnsp.app.error.ErrorMapping;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.CallScope;
import io.qnsp.core.error.Deadlines;
import io.qnsp.core.sql.TenantContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.util.context.Context;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Walks a call through every step, calls the handler, and makes the end of the call
 * durable before the answer is written.
 */
@Component
final class ControlPipeline implements HandlerAdapter, Ordered {

	private static final Set<MediaType> JSON = Set.of(MediaType.APPLICATION_JSON);

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
		if (!endpoint.streaming()) {
			// Spring would also write a stream of one JSON value to whoever asks for it.
			exchange.getAttributes().putIfAbsent(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, JSON);
		}
		Call call = new Call(endpoint, exchange, exchange.getAttribute(Caller.class.getName()));
		return Mono.defer(() -> walk(call, 0))
			.then(Mono.defer(() -> invoke(call, method)))
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

	private Mono<HandlerResult> invoke(Call call, HandlerMethod method) {
		Mono<HandlerResult> result = this.handlers.handle(call.exchange(), method)
			.onErrorMap(AbortedException.class, (lost) -> ErrorMapping.cutOff())
			.contextWrite((context) -> scoped(call, context));
		return limited(call, result).map((handled) -> settled(call, method, handled));
	}

	// The handler's Mono is left to whoever writes the answer: nothing is changed for a
	// caller who accepts no type that the answer has (406).
	private HandlerResult settled(Call call, HandlerMethod method, HandlerResult result) {
		Object value = result.getReturnValue();
		if (!(value instanceof Publisher<?> publisher)) {
			throw new IllegalStateException(call.endpoint().event() + ": the handler returns no Mono");
		}
		Mono<Object> answer = limited(call, Mono.<Object>from(publisher)).map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((body) -> settle(call, body.orElse(null)))
			.onErrorResume((failure) -> this.outcome.failed(call, failure))
			.contextWrite((context) -> scoped(call, context));
		return new HandlerResult(method, answer, result.getReturnTypeSource(), result.getBindingContext());
	}

	private Mono<Object> settle(Call call, @Nullable Object body) {
		return this.outcome.succeeded(call, body).then(Mono.justOrEmpty(body));
	}

	private Context scoped(Call call, Context context) {
		Context scoped = context.put(CallScope.class, this.transaction.scopeOf(call));
		return (call.caller() != null) ? TenantContext.with(call.caller().tenantId()).apply(scoped) : scoped;
	}

	private <T> Mono<T> limited(Call call, Mono<T> work) {
		return call.endpoint().streaming() ? work
				: work.timeout(this.callTimeout, Deadlines.exceeded("The handler", this.callTimeout));
	}

}
