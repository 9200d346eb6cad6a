package io.qnsp.app.error;

import java.time.Clock;
import java.time.Duration;

import io.qnsp.app.web.RequestId;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Renders every failure that reaches the top of the server as the one error shape.
 */
@Component
@Order(-2)
final class ErrorHandler implements WebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ErrorHandler.class);

	private final JsonMapper json;

	private final Clock clock;

	ErrorHandler(JsonMapper json, Clock clock) {
		this.json = json;
		this.clock = clock;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		ServerHttpResponse response = exchange.getResponse();
		if (response.isCommitted()) {
			return Mono.error(failure);
		}
		QnspException problem = ErrorMapping.map(failure);
		log(exchange, problem);
		response.setStatusCode(HttpStatusCode.valueOf(problem.code().status()));
		HttpHeaders headers = response.getHeaders();
		headers.setContentType(MediaType.APPLICATION_JSON);
		Duration retryAfter = problem.retryAfter();
		if (retryAfter != null) {
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
		}
		if (problem.code().status() == 401) {
			headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		}
		ErrorBody body = ErrorBody.of(problem, RequestId.of(exchange), this.clock.instant());
		byte[] bytes = this.json.writeValueAsBytes(body);
		headers.setContentLength(bytes.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
	}

	// The stack trace stays here; the caller quotes the request id.
	private static void log(ServerWebExchange exchange, QnspException problem) {
		if (problem.code().status() < 500) {
			return;
		}
		Caller caller = exchange.getAttribute(Caller.class.getName());
		boolean fault = problem.code() == ErrorCode.INTERNAL_ERROR;
		logger.atLevel(fault ? Level.ERROR : Level.WARN)
			.addKeyValue("requestId", RequestId.of(exchange))
			.addKeyValue("tenantId", (caller != null) ? caller.tenantId() : "none")
			.setCause(fault ? problem : null)
			.log("{}: {}", problem.code(), problem.getMessage());
	}

}
