package io.qnsp.audit.streaming;

import java.time.Clock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
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

	private final StreamLoops loops;

	private final EventHistory history;

	private final Frames frames;

	private final StreamStatistics statistics;

	private final Clock clock;

	private final StreamingProperties properties;

	private final Consumer<EventStream> detach;

	EventStreams(LiveHub hub, StreamLoops loops, EventHistory history, Frames frames, StreamStatistics statistics,
			Clock clock, StreamingProperties properties) {
		this.hub = hub;
		this.loops = loops;
		this.history = history;
		this.frames = frames;
		this.statistics = statistics;
		this.clock = clock;
		this.properties = properties;
		this.detach = hub::detach;
	}

	/**
	 * Opens a stream, which goes on when the call is over, until the client goes or the
	 * server ends it.
	 * @return completes when the first bytes are written; a refusal when there are too
	 * many streams
	 */
	Mono<Void> serve(StreamOrder order, ServerHttpResponse response) {
		return Mono.fromSupplier(() -> open(order, response)).flatMap((connection) -> greet(response, connection));
	}

	private ClientConnection open(StreamOrder order, ServerHttpResponse response) {
		ClientConnection connection = ClientConnection.of(response);
		EventStream stream = new EventStream(order, connection, this.loops.of(connection.loop()),
				new LiveQueue(this.properties.queueCapacity()), this.history, this.frames, this.statistics.of(order),
				this.clock, this.detach);
		this.hub.attach(stream);
		connection.takeFor(stream);
		return connection;
	}

	private Mono<Void> greet(ServerHttpResponse response, ClientConnection connection) {
		response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
		// Tells nginx and those who follow it not to collect the answer.
		response.getHeaders().set("X-Accel-Buffering", "no");
		Mono<DataBuffer> hello = Mono.fromSupplier(() -> response.bufferFactory().wrap(this.frames.hello()));
		return response.writeAndFlushWith(Flux.just(hello)).onErrorResume((failure) -> {
			connection.giveUp();
			if (!response.isCommitted()) {
				return Mono.error(failure);
			}
			log.debug("A stream's client went away", failure);
			return Mono.empty();
		}).doOnCancel(connection::giveUp);
	}

}
