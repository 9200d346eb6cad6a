package io.qnsp.app.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.qnsp.core.error.Deadlines;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends requests to one target that a tenant names, over connections that are kept. Each
 * connection goes to an address that the rules permit; redirects are not followed,
 * nothing is tried again, and an answer is read to its end, within bounds, before anybody
 * sees it.
 */
public final class OutboundPool {

	/** The largest answer, in bytes. */
	public static final int MOST_BYTES = 1 << 20;

	private final HttpClient client;

	private final ConnectionProvider connections;

	private final Duration limit;

	OutboundPool(HttpClient client, ConnectionProvider connections, Duration limit) {
		this.client = client;
		this.connections = connections;
		this.limit = limit;
	}

	/**
	 * Sends a request.
	 * @param method the HTTP method
	 * @param target where to
	 * @param headers the request's headers; the body's length is added
	 * @param body the request's body, may be empty
	 * @return the answer, whatever its status; errors as of {@link Outbound#post}
	 */
	public Mono<Answer> exchange(String method, URI target, Map<String, List<String>> headers, byte[] body) {
		return this.client.headers((all) -> {
			headers.forEach(all::set);
			all.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
		})
			.request(HttpMethod.valueOf(method))
			.uri(target)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
			.response(OutboundPool::answer)
			.next()
			.timeout(this.limit, Deadlines.exceeded("The request to " + target.getHost(), this.limit));
	}

	private static Mono<Answer> answer(HttpClientResponse response, ByteBufFlux content) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		response.responseHeaders()
			.forEach(
					(each) -> headers.computeIfAbsent(each.getKey(), (name) -> new ArrayList<>()).add(each.getValue()));
		return content.asByteArray()
			.collect(ByteArrayOutputStream::new, OutboundPool::add)
			.map((body) -> new Answer(response.status().code(), headers, body.toByteArray()));
	}

	private static void add(ByteArrayOutputStream all, byte[] part) {
		if (all.size() + part.length > MOST_BYTES) {
			throw Exceptions.propagate(new IOException("an answer of more than " + MOST_BYTES + " bytes"));
		}
		all.writeBytes(part);
	}

	/**
	 * Closes the connections.
	 * @return completes when they are closed
	 */
	public Mono<Void> close() {
		return this.connections.disposeLater();
	}

	/**
	 * An answer that has been read.
	 *
	 * @param status the HTTP status
	 * @param headers the headers as they came
	 * @param body the body, must not be changed
	 */
	public record Answer(int status, Map<String, List<String>> headers, byte[] body) {

	}

}
