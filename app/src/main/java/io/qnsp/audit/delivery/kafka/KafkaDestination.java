package io.qnsp.audit.delivery.kafka;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.qnsp.app.kafka.SendOutcome;
import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.delivery.kafka.ProducerSlots.Slot;
import io.qnsp.core.error.Deadlines;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A topic of a tenant's. Its producer is taken for each batch; after a failure the next
 * batch gets a new one, so that nothing of the failed one can still arrive later.
 */
final class KafkaDestination implements Destination {

	/** Enough for a request of a good size. */
	static final int BATCH = 250;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	// When a chunk may still begin.
	private static final Duration BEGIN_WITHIN = Duration.ofSeconds(12);

	private static final Duration NO_PLACE = Duration.ofSeconds(5);

	private final KafkaTarget target;

	private final KafkaRecords records;

	private final ProducerSlots slots;

	private final Supplier<Slot> maker;

	private final Scheduler blocking;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ChunkSize chunk = new ChunkSize(BATCH);

	KafkaDestination(KafkaTarget target, KafkaRecords records, ProducerSlots slots, Supplier<Slot> maker,
			Scheduler blocking) {
		this.target = target;
		this.records = records;
		this.slots = slots;
		this.maker = maker;
		this.blocking = blocking;
	}

	@Override
	public int batchSize() {
		return BATCH;
	}

	@Override
	public Mono<DeliveryOutcome> deliver(List<OutgoingEvent> batch) {
		return Mono.defer(() -> deliver(fitting(batch), batch.size()))
			.timeout(LIMIT, Deadlines.exceeded("The delivery to topic " + this.target.topic(), LIMIT))
			.onErrorResume(KafkaDestination::isOutside, (ex) -> Mono.fromSupplier(() -> failed(ex)))
			.subscribeOn(this.blocking);
	}

	// Anything else would be a fault of ours.
	private static boolean isOutside(Throwable ex) {
		return ex instanceof KafkaException || ex instanceof UncheckedIOException || ex instanceof TimeoutException
				|| ex instanceof RejectedExecutionException;
	}

	private DeliveryOutcome failed(Throwable ex) {
		Throwable cause = (ex instanceof UncheckedIOException) ? ex.getCause() : null;
		return KafkaFailures.outcome(0, (cause != null) ? cause : ex, null, this.target.topic());
	}

	// Those before the first that no request can hold.
	private List<ProducerRecord<byte[], byte[]>> fitting(List<OutgoingEvent> batch) {
		return batch.stream().map(this.records::of).takeWhile((record) -> !KafkaRecords.isTooLarge(record)).toList();
	}

	private Mono<DeliveryOutcome> deliver(List<ProducerRecord<byte[], byte[]>> fitting, int wanted) {
		if (fitting.isEmpty()) {
			return Mono.just(KafkaFailures.tooLarge(0));
		}
		return Mono
			.usingWhen(this.slots.take(this, this.maker), (slot) -> send(slot, fitting, wanted), this::settle,
					(slot, ex) -> this.slots.discard(slot), this.slots::discard)
			.switchIfEmpty(Mono.fromSupplier(() -> new DeliveryOutcome.Failed(0,
					"Too many Kafka clusters are connected to at the moment", NO_PLACE)));
	}

	private Mono<DeliveryOutcome> send(Slot slot, List<ProducerRecord<byte[], byte[]>> fitting, int wanted) {
		long until = System.nanoTime() + BEGIN_WITHIN.toNanos();
		return Mono.just(new SendOutcome(0, null))
			.expand((sent) -> (sent.failure() != null || sent.accepted() == fitting.size()) ? Mono.empty()
					: next(slot, fitting, sent.accepted(), until))
			.last()
			.map((sent) -> outcome(slot, sent, fitting.size() < wanted));
	}

	// A chunk begins when the one before has been acknowledged: what comes after a
	// failure
	// never arrives before it is mended.
	private Mono<SendOutcome> next(Slot slot, List<ProducerRecord<byte[], byte[]>> fitting, int from, long until) {
		if (System.nanoTime() - until > 0) {
			return Mono.just(new SendOutcome(from, new TimeoutException("slow")));
		}
		List<ProducerRecord<byte[], byte[]>> part = fitting.subList(from, this.chunk.end(fitting, from));
		return slot.producer()
			.send(part)
			.doOnNext((sent) -> this.chunk.learn(sent.failure()))
			.map((sent) -> new SendOutcome(from + sent.accepted(), sent.failure()));
	}

	private DeliveryOutcome outcome(Slot slot, SendOutcome sent, boolean tooLargeBehind) {
		Throwable failure = sent.failure();
		slot.healthy(failure == null);
		if (failure != null) {
			return KafkaFailures.outcome(sent.accepted(), failure, slot.refusal(), this.target.topic());
		}
		return tooLargeBehind ? KafkaFailures.tooLarge(sent.accepted()) : new DeliveryOutcome.Accepted();
	}

	private Mono<Void> settle(Slot slot) {
		if (!slot.isHealthy()) {
			return this.slots.discard(slot);
		}
		this.slots.giveBack(this, slot);
		return this.closed.get() ? this.slots.release(this) : Mono.empty();
	}

	@Override
	public Mono<Void> close() {
		return Mono.defer(() -> {
			this.closed.set(true);
			return this.slots.release(this);
		});
	}

}
