package io.qnsp.audit.streaming;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;

/**
 * Opens streams and closes them, however they end.
 */
@Component
final class EventStreams {

	private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

	private final LiveHub hub;

	private final EventHistory history;

	private final Frames frames;

	private final StreamStatistics statistics;

	private final Clock clock;

	private final int queueCapacity;

	EventStreams(LiveHub hub, EventHistory history, Frames frames, StreamStatistics statistics, Clock clock,
			StreamingProperties properties) {
		this.hub = hub;
		this.history = history;
		this.frames = frames;
		this.statistics = statistics;
		this.clock = clock;
		this.queueCapacity = properties.queueCapacity();
	}

	/**
	 * Writes a stream until the client goes or the server ends it.
	 * @return completes at the end; a refusal when there are too many streams
	 */
	Mono<Void> serve(StreamOrder order, ServerHttpResponse response) {
		return Mono.using(() -> ClientConnection.of(response), (connection) -> serve(order, response, connection),
				ClientConnection::release);
	}

	private Mono<Void> serve(StreamOrder order, ServerHttpResponse response, ClientConnection connection) {
		return Mono.using(() -> open(order, response, connection), (stream) -> {
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			// Tells nginx and those who follow it not to collect the answer.
			response.getHeaders().set("X-Accel-Buffering", "no");
			return response.writeAndFlushWith(stream.groups());
		}, this.hub::detach).onErrorResume((failure) -> {
			if (!response.isCommitted()) {
				return Mono.error(failure);
			}
			log.debug("A stream's client went away", failure);
			return Mono.empty();
		});
	}

	private EventStream open(StreamOrder order, ServerHttpResponse response, ClientConnection connection) {
		EventStream stream = new EventStream(order, connection, response.bufferFactory(),
				new LiveQueue(this.queueCapacity), this.history, this.frames, this.statistics.of(order), this.clock);
		this.hub.attach(stream);
		connection.onWritability(stream::wake);
		return stream;
	}

}
