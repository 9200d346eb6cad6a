package io.qnsp.app.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.qnsp.core.error.Deadlines;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * A way to one target, for one request after the other; made by {@link Outbound#open}.
 */
public final class OutboundConnection {

	private static final int LONGEST_BODY = 64 * 1024;

	private static final Duration LONGEST_DROP = Duration.ofSeconds(1);

	private final HttpClient client;

	private final ConnectionProvider provider;

	private final Duration limit;

	OutboundConnection(HttpClient client, ConnectionProvider provider, Duration limit) {
		this.client = client;
		this.provider = provider;
		this.limit = limit;
	}

	/**
	 * Posts to the target. A connection that was kept and turns out to be closed is
	 * replaced once.
	 * @param target a URL that {@link TargetRules#problem} has nothing against
	 * @param headers the request's headers
	 * @param body the request's body
	 * @return the answer, whatever its status; errors as {@link Outbound#post}
	 */
	public Mono<OutboundAnswer> post(URI target, Map<String, String> headers, byte[] body) {
		return request(this.client, target, headers, body).response((answer, content) -> {
			OutboundAnswer found = new OutboundAnswer(answer.status().code(),
					answer.responseHeaders().get(HttpHeaderNames.RETRY_AFTER));
			return dropped(content).thenReturn(found);
		}).next().timeout(this.limit, Deadlines.exceeded("The request to " + target.getHost(), this.limit));
	}

	// Read to its end, so that the connection can be kept, but neither far nor for long.
	private static Mono<Void> dropped(ByteBufFlux content) {
		return content.map(ByteBuf::readableBytes)
			.scan(Integer::sum)
			.takeUntil((read) -> read > LONGEST_BODY)
			.take(LONGEST_DROP)
			.onErrorComplete()
			.then();
	}

	/**
	 * Closes the connection.
	 * @return completes when it is closed
	 */
	public Mono<Void> close() {
		return this.provider.disposeLater();
	}

	static HttpClient.ResponseReceiver<?> request(HttpClient client, URI target, Map<String, String> headers,
			byte[] body) {
		return client.headers((all) -> {
			headers.forEach(all::set);
			all.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
		}).post().uri(target).send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)));
	}

}
