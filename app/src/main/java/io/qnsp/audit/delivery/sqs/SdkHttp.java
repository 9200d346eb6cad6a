package io.qnsp.audit.delivery.sqs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.qnsp.app.outbound.OutboundPool;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * How the AWS SDK sends a request: over guarded connections.
 */
final class SdkHttp implements SdkAsyncHttpClient {

	private final OutboundPool connections;

	SdkHttp(OutboundPool connections) {
		this.connections = connections;
	}

	@Override
	@SuppressWarnings("NullAway") // The SDK's type does not say that nothing is null.
	public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
		return Flux.from(request.requestContentPublisher())
			.collect(ByteArrayOutputStream::new, SdkHttp::add)
			.flatMap((body) -> send(request, body.toByteArray()))
			.doOnNext((answer) -> tell(request, answer))
			.doOnError((ex) -> request.responseHandler().onError(ex))
			.then()
			.toFuture();
	}

	private Mono<OutboundPool.Answer> send(AsyncExecuteRequest request, byte[] body) {
		return this.connections.exchange(request.request().method().name(), request.request().getUri(),
				request.request().headers(), body);
	}

	private static void tell(AsyncExecuteRequest request, OutboundPool.Answer answer) {
		request.responseHandler()
			.onHeaders(SdkHttpResponse.builder().statusCode(answer.status()).headers(answer.headers()).build());
		request.responseHandler().onStream(Flux.just(ByteBuffer.wrap(answer.body())));
	}

	private static void add(ByteArrayOutputStream all, ByteBuffer part) {
		byte[] bytes = new byte[part.remaining()];
		part.get(bytes);
		all.writeBytes(bytes);
	}

	@Override
	public String clientName() {
		return "ReactorNetty";
	}

	@Override
	public void close() {
		// Whoever opened the connections closes them.
	}

}
