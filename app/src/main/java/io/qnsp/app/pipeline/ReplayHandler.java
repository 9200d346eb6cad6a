package io.qnsp.app.pipeline;

import io.qnsp.core.idempotency.StoredAnswer;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Writes a stored answer again, marked {@code x-idempotency-replayed: true}.
 */
@Component
@Order(-3)
final class ReplayHandler implements WebExceptionHandler {

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable signal) {
		if (!(signal instanceof ReplayException replay)) {
			return Mono.error(signal);
		}
		StoredAnswer answer = replay.answer();
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		response.getHeaders().set("x-idempotency-replayed", "true");
		if (answer.body().length == 0) {
			return response.setComplete();
		}
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		response.getHeaders().setContentLength(answer.body().length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(answer.body())));
	}

}
