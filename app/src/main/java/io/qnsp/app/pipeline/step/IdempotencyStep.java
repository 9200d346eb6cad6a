package io.qnsp.app.pipeline.step;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeSet;

import io.qnsp.app.error.ErrorMapping;
import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.Endpoint;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.Control;
import io.qnsp.core.error.Deadlines;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.idempotency.IdempotentAnswers;
import io.qnsp.core.idempotency.IdempotentRequest;
import io.qnsp.core.idempotency.StoredAnswer;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.inline.InlineOperations;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

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

	private final CryptoEngine engine;

	private final int maxBody;

	private final Duration callTimeout;

	IdempotencyStep(IdempotentAnswers answers, CryptoEngine engine,
			@Value("${spring.http.codecs.max-in-memory-size}") DataSize maxBody,
			@Value("${qnsp.http.call-timeout}") Duration callTimeout) {
		this.answers = answers;
		this.engine = engine;
		this.maxBody = Math.toIntExact(maxBody.toBytes());
		this.callTimeout = callTimeout;
	}

	@Override
	public Mono<Decision> decide(Call call) {
		Caller caller = call.caller();
		String key = call.exchange().getRequest().getHeaders().getFirst(HEADER);
		if (key == null || caller == null || !isRepeatable(call.endpoint())) {
			return Decision.PROCEED;
		}
		if (!isAcceptable(key)) {
			return Decision.refuse(QnspException.badRequest(HEADER,
					"%d characters (expected: 1..%d printable ASCII characters)".formatted(key.length(), MAX_KEY)));
		}
		return bodyOf(call.exchange())
			.flatMap((body) -> hash(call.exchange().getRequest(), caller, body)
				.flatMap((hash) -> look(call, caller, key, hash, body)))
			.contextWrite(TenantContext.with(caller.tenantId()));
	}

	// A POST that neither changes anything nor is billed can simply be asked again.
	private static boolean isRepeatable(Endpoint endpoint) {
		return endpoint.method().equals("POST") && !endpoint.anonymous()
				&& (endpoint.access() == Access.WRITE || endpoint.demands(Control.METERING));
	}

	private Mono<Decision> look(Call call, Caller caller, String key, byte[] hash, byte[] body) {
		IdempotentRequest idempotent = new IdempotentRequest(caller.tenantId(), caller.subject(), key, hash);
		call.idempotent(idempotent, withBody(call.exchange(), body));
		return this.answers.find(idempotent).map(IdempotencyStep::repeated).switchIfEmpty(Decision.PROCEED);
	}

	private static Decision repeated(StoredAnswer answer) {
		return answer.isHandedOut() ? new Decision.Refuse(StoredAnswer.alreadyHandedOut())
				: new Decision.Replay(answer);
	}

	private Mono<byte[]> bodyOf(ServerWebExchange exchange) {
		return DataBufferUtils.join(exchange.getRequest().getBody(), this.maxBody)
			.map(IdempotencyStep::take)
			.defaultIfEmpty(new byte[0])
			.timeout(this.callTimeout, Deadlines.exceeded("The body", this.callTimeout))
			.onErrorMap(AbortedException.class, (lost) -> ErrorMapping.cutOff());
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	// The first answer is for whoever may do the same: not for another client, nor for a
	// narrower credential of the same user.
	private Mono<byte[]> hash(ServerHttpRequest request, Caller caller, byte[] body) {
		String query = request.getURI().getRawQuery();
		byte[] route = (request.getMethod() + " " + request.getPath().pathWithinApplication().value() + " "
				+ ((query != null) ? query : "") + "\n" + caller.clientId() + " " + new TreeSet<>(caller.roles()) + " "
				+ new TreeSet<>(caller.scopes()) + "\n")
			.getBytes(StandardCharsets.UTF_8);
		byte[] all = new byte[route.length + body.length];
		System.arraycopy(route, 0, all, 0, route.length);
		System.arraycopy(body, 0, all, route.length, body.length);
		return (all.length <= InlineOperations.SHA_256_BYTES) ? Mono.just(Digests.sha256(all))
				: this.engine.fastLane().run("request-hash", () -> Digests.sha256(all));
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
