package io.qnsp.app.pipeline.step;

import java.nio.charset.StandardCharsets;

import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.idempotency.IdempotentAnswers;
import io.qnsp.core.idempotency.IdempotentRequest;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.crypto.digest.Digests;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;

/**
 * Gives a POST with an {@code Idempotency-Key} the first answer again. The body is read
 * here to compare it, and handed on to the handler.
 */
@Component
@Order(6)
final class IdempotencyStep implements EndpointStep {

	private static final String HEADER = "Idempotency-Key";

	private static final int MAX_KEY = 255;

	private final IdempotentAnswers answers;

	private final int maxBody;

	IdempotencyStep(IdempotentAnswers answers, @Value("${spring.http.codecs.max-in-memory-size}") DataSize maxBody) {
		this.answers = answers;
		this.maxBody = Math.toIntExact(maxBody.toBytes());
	}

	@Override
	public Mono<Decision> decide(Call call) {
		Caller caller = call.caller();
		String key = call.exchange().getRequest().getHeaders().getFirst(HEADER);
		// Anonymous endpoints change nothing, and their handlers may read the body in
		// their own way.
		if (key == null || caller == null || call.endpoint().anonymous() || !call.endpoint().method().equals("POST")) {
			return Decision.PROCEED;
		}
		if (!isAcceptable(key)) {
			return Decision.refuse(QnspException.badRequest(HEADER,
					"%d characters (expected: 1..%d printable ASCII characters)".formatted(key.length(), MAX_KEY)));
		}
		return bodyOf(call.exchange()).flatMap((body) -> look(call, caller, key, body))
			.contextWrite(TenantContext.with(caller.tenantId()));
	}

	private Mono<Decision> look(Call call, Caller caller, String key, byte[] body) {
		ServerHttpRequest request = call.exchange().getRequest();
		IdempotentRequest idempotent = new IdempotentRequest(caller.tenantId(), caller.subject(), key,
				hash(request, body));
		call.idempotent(idempotent, withBody(call.exchange(), body));
		return this.answers.find(idempotent).<Decision>map(Decision.Replay::new).switchIfEmpty(Decision.PROCEED);
	}

	private Mono<byte[]> bodyOf(ServerWebExchange exchange) {
		return DataBufferUtils.join(exchange.getRequest().getBody(), this.maxBody)
			.map(IdempotencyStep::take)
			.defaultIfEmpty(new byte[0]);
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static byte[] hash(ServerHttpRequest request, byte[] body) {
		String query = request.getURI().getRawQuery();
		byte[] route = (request.getMethod() + " " + request.getPath().pathWithinApplication().value() + " "
				+ ((query != null) ? query : "") + "\n")
			.getBytes(StandardCharsets.UTF_8);
		byte[] all = new byte[route.length + body.length];
		System.arraycopy(route, 0, all, 0, route.length);
		System.arraycopy(body, 0, all, route.length, body.length);
		return Digests.sha256(all);
	}

	private static ServerWebExchange withBody(ServerWebExchange exchange, byte[] body) {
		ServerHttpRequest request = new ServerHttpRequestDecorator(exchange.getRequest()) {

			@Override
			public Flux<DataBuffer> getBody() {
				return (body.length == 0) ? Flux.empty()
						: Flux.defer(() -> Flux.just(exchange.getResponse().bufferFactory().wrap(body)));
			}

		};
		return exchange.mutate().request(request).build();
	}

	private static boolean isAcceptable(@Nullable String key) {
		return key != null && !key.isEmpty() && key.length() <= MAX_KEY
				&& key.chars().allMatch((c) -> c > 0x20 && c < 0x7f);
	}

}
