package io.qnsp.app.proof;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Takes traces over OTLP/HTTP and keeps the protobuf messages as text, in which names are
 * readable.
 */
final class OtlpReceiver implements AutoCloseable {

	private final Queue<String> messages = new ConcurrentLinkedQueue<>();

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.route((routes) -> routes.post("/v1/traces",
				(request, response) -> request.receive()
					.aggregate()
					.asByteArray()
					.doOnNext((bytes) -> this.messages.add(new String(bytes, StandardCharsets.ISO_8859_1)))
					.then(response.header("Content-Type", "application/x-protobuf")
						.sendByteArray(Mono.just(new byte[0]))
						.then())))
		.bindNow(Duration.ofSeconds(10));

	String endpoint() {
		return "http://127.0.0.1:" + this.server.port() + "/v1/traces";
	}

	String received() {
		return String.join("\n", this.messages);
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(10));
	}

}
