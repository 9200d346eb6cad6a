package io.qnsp.app.pipeline;

import io.qnsp.app.error.ErrorMapping;
import io.qnsp.app.ratelimit.RateLimitHeaders;
import io.qnsp.app.ratelimit.RateLimits;
import io.qnsp.app.ratelimit.RateLimits.Taken;
import io.qnsp.app.refusal.Refusals;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Journals what never reached a handler (401, 404, 405) or failed after it (406), and
 * limits how often a caller may ask for what is not there.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class UnansweredCalls implements WebFilter {

	private final CallOutcome outcome;

	private final CallEvents events;

	private final Journal journal;

	private final Refusals refusals;

	private final RateLimits limits;

	UnansweredCalls(CallOutcome outcome, CallEvents events, Journal journal, Refusals refusals, RateLimits limits) {
		this.outcome = outcome;
		this.events = events;
		this.journal = journal;
		this.refusals = refusals;
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange).onErrorResume((failure) -> {
			if (exchange.getResponse().isCommitted()) {
				return Mono.error(failure);
			}
			// RFC 9110, sections 15.5.6 and 15.5.16: Allow goes with 405, Accept with
			// 415.
			if (failure instanceof ErrorResponse framework) {
				exchange.getResponse().getHeaders().putAll(framework.getHeaders());
			}
			Call call = Call.of(exchange);
			return (call != null) ? this.outcome.failed(call, failure) : unmatched(exchange, failure);
		});
	}

	private Mono<Void> unmatched(ServerWebExchange exchange, Throwable failure) {
		Caller caller = exchange.getAttribute(Caller.class.getName());
		Taken taken = take(exchange, caller);
		RateLimitHeaders.write(exchange.getResponse().getHeaders(), taken);
		QnspException problem = taken.allowed() ? ErrorMapping.map(failure) : RateLimitHeaders.refusal(taken);
		AuditEvent event = this.events.unmatched(exchange, caller, problem);
		Mono<Void> journaled = (caller != null && taken.allowed()) ? this.journal.append(event)
				: this.refusals.record(event);
		return CallOutcome.toItsEnd(journaled)
			.onErrorResume((unavailable) -> CallOutcome.toldAnyway(problem, unavailable))
			.then(Mono.error(problem));
	}

	private Taken take(ServerWebExchange exchange, @Nullable Caller caller) {
		return (caller != null) ? this.limits.take(caller.homeTenantId().toString(), RateLimits.UNMATCHED, null)
				: this.limits.take(String.valueOf(Call.addressOf(exchange)), RateLimits.ANONYMOUS, null);
	}

}
