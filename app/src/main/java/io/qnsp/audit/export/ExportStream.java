package io.qnsp.audit.export;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.qnsp.core.journal.EventPosition;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;

/**
 * The lines of one export on their way to the client. One chain works at a time.
 */
final class ExportStream {

	private final ExportBatch first;

	private final Function<EventPosition, Mono<ExportBatch>> next;

	private final EventLines lines;

	private final DataBufferFactory buffers;

	private final Clock clock;

	private volatile boolean begun;

	private volatile boolean finished;

	private volatile EventPosition position;

	private volatile long progressAt;

	/**
	 * @param first the first batch
	 * @param next reads the batch after a position, or fails when the export must end
	 */
	ExportStream(ExportBatch first, Function<EventPosition, Mono<ExportBatch>> next, EventLines lines,
			DataBufferFactory buffers, Clock clock) {
		this.first = first;
		this.next = next;
		this.lines = lines;
		this.buffers = buffers;
		this.clock = clock;
		this.position = first.end();
		this.progressAt = clock.millis();
	}

	/**
	 * The batches, each flushed by itself. One is read only when the one before it has
	 * been handed to the socket.
	 */
	Publisher<Mono<DataBuffer>> groups() {
		Mono<DataBuffer> group = Mono.defer(this::group);
		return Flux.generate((sink) -> {
			if (this.finished) {
				sink.complete();
			}
			else {
				sink.next(group);
			}
		});
	}

	/**
	 * Watches the client.
	 * @param limit how long it may take for one batch
	 * @return fails with a {@link TimeoutException} when it took longer; nothing
	 * otherwise
	 */
	Mono<Void> stalled(Duration limit) {
		return Flux.interval(limit.dividedBy(4))
			.onBackpressureDrop()
			.filter((tick) -> this.clock.millis() - this.progressAt > limit.toMillis())
			.next()
			.flatMap((tick) -> Mono.error(new TimeoutException("The client took nothing of its export for " + limit)));
	}

	private Mono<DataBuffer> group() {
		this.progressAt = this.clock.millis();
		if (this.finished) {
			return Mono.empty();
		}
		if (!this.begun) {
			this.begun = true;
			return written(this.lines.head(), this.first);
		}
		return this.next.apply(this.position).flatMap((batch) -> written(new byte[0], batch));
	}

	private Mono<DataBuffer> written(byte[] head, ExportBatch batch) {
		byte[] body = this.lines.lines(batch.events());
		this.position = batch.end();
		this.finished = batch.last();
		this.progressAt = this.clock.millis();
		if (head.length + body.length == 0) {
			return Mono.empty();
		}
		return Mono.fromSupplier(() -> {
			DataBuffer buffer = this.buffers.allocateBuffer(head.length + body.length);
			return buffer.write(head).write(body);
		});
	}

}
