package io.qnsp.audit.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A receiver of webhooks that behaves as it is told.
 */
public final class TestReceiver implements AutoCloseable {

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final DisposableServer server;

	private volatile Function<Received, Reply> behaviour = (request) -> Reply.of(204);

	/**
	 * Starts it on a free port of this machine.
	 */
	public TestReceiver() {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.httpRequestDecoder((spec) -> spec.maxHeaderSize(32_768))
			.handle(this::take)
			.bindNow();
	}

	/**
	 * A request.
	 *
	 * @param headers its headers, names in lower case
	 * @param body its body
	 * @param nanos when it came
	 */
	public record Received(Map<String, String> headers, String body, long nanos) {

		/**
		 * The header {@code webhook-id}.
		 * @return its value
		 */
		public String id() {
			return header("webhook-id");
		}

		/**
		 * A header.
		 * @param name its name
		 * @return its value, or empty text
		 */
		public String header(String name) {
			return this.headers.getOrDefault(name, "");
		}

	}

	/**
	 * An answer.
	 *
	 * @param status the status; 0 hangs, -1 closes the connection
	 * @param headers its headers
	 * @param delay how long it takes
	 */
	public record Reply(int status, Map<String, String> headers, Duration delay) {

		/** Answers nothing. */
		public static final Reply HANG = of(0);

		/** Closes the connection. */
		public static final Reply CLOSE = of(-1);

		/**
		 * An answer at once.
		 * @param status the status
		 * @return the answer
		 */
		public static Reply of(int status) {
			return new Reply(status, Map.of(), Duration.ZERO);
		}

	}

	/**
	 * Where it listens.
	 * @return an http URL
	 */
	public String url() {
		return "http://127.0.0.1:" + this.server.port() + "/in?token=in-the-query";
	}

	/**
	 * Tells it how to answer from now on.
	 * @param behaviour the answer to a request
	 */
	public void behave(Function<Received, Reply> behaviour) {
		this.behaviour = behaviour;
	}

	/**
	 * What came so far, whatever it was answered.
	 * @return the requests in the order they came
	 */
	public List<Received> received() {
		return List.copyOf(this.received);
	}

	/**
	 * The ids of what came so far.
	 * @return the ids in the order they came
	 */
	public List<String> ids() {
		return this.received.stream().map(Received::id).toList();
	}

	private Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asByteArray().defaultIfEmpty(new byte[0]).flatMap((body) -> {
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			request.requestHeaders().forEach((header) -> headers.put(header.getKey(), header.getValue()));
			Received one = new Received(headers, new String(body, StandardCharsets.UTF_8), System.nanoTime());
			Reply reply = this.behaviour.apply(one);
			this.received.add(one);
			if (reply.status() == 0) {
				return Mono.<Void>never();
			}
			if (reply.status() < 0) {
				request.withConnection((connection) -> connection.channel().close());
				return Mono.<Void>empty();
			}
			reply.headers().forEach(response::header);
			return Mono.delay(reply.delay()).then(response.status(reply.status()).send().then());
		});
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(3));
	}

}
