package io.qnsp.audit.delivery.kafka;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.qnsp.app.kafka.RecordProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The producers of this instance, a bounded number of them. A destination takes its own
 * for a batch and gives it back; one that rests is closed after a while, or at once when
 * its place is needed.
 */
final class ProducerSlots {

	private static final Logger log = LoggerFactory.getLogger(ProducerSlots.class);

	private final int limit;

	private final long idleNanos;

	private final LongSupplier nanos;

	private final AtomicInteger open = new AtomicInteger();

	private final Map<Object, Slot> resting = new ConcurrentHashMap<>();

	/**
	 * Creates the slots.
	 * @param limit how many producers are open at most
	 * @param idle how long one may rest
	 * @param nanos a clock that only goes forward
	 */
	ProducerSlots(int limit, Duration idle, LongSupplier nanos) {
		this.limit = limit;
		this.idleNanos = idle.toNanos();
		this.nanos = nanos;
	}

	/**
	 * How many producers are open.
	 */
	int open() {
		return this.open.get();
	}

	/**
	 * Takes an owner's producer, or a new one.
	 * @param owner whose
	 * @param maker makes one that connects to nothing yet; may wait
	 * @return the producer, or empty when there is no place
	 */
	Mono<Slot> take(Object owner, Supplier<Slot> maker) {
		Mono<Slot> now = taken(owner, maker);
		return now.switchIfEmpty(Mono.defer(() -> evicted().flatMap((free) -> now)));
	}

	// Nobody may be waiting any more when it is made: then it rests like one that was
	// given back.
	private Mono<Slot> taken(Object owner, Supplier<Slot> maker) {
		return Mono.<Slot>fromSupplier(() -> {
			Slot own = this.resting.remove(owner);
			return (own != null) ? own : reserve() ? made(maker) : null;
		}).doOnDiscard(Slot.class, (slot) -> giveBack(owner, slot));
	}

	private boolean reserve() {
		return this.open.getAndUpdate((now) -> (now < this.limit) ? now + 1 : now) < this.limit;
	}

	private Slot made(Supplier<Slot> maker) {
		boolean made = false;
		try {
			Slot slot = maker.get();
			made = true;
			return slot;
		}
		finally {
			if (!made) {
				this.open.decrementAndGet();
			}
		}
	}

	/**
	 * Closes the producer that rests for the longest time.
	 * @return true, or empty when none rests
	 */
	private Mono<Boolean> evicted() {
		return Mono
			.justOrEmpty(this.resting.entrySet()
				.stream()
				.min(Comparator.comparingLong((entry) -> entry.getValue().since))
				.filter((entry) -> this.resting.remove(entry.getKey(), entry.getValue()))
				.map(Map.Entry::getValue))
			.flatMap((oldest) -> discard(oldest).thenReturn(true));
	}

	/**
	 * Keeps a producer for its owner's next batch.
	 */
	void giveBack(Object owner, Slot slot) {
		slot.since = this.nanos.getAsLong();
		this.resting.put(owner, slot);
	}

	/**
	 * Closes a producer that is of no use any more.
	 */
	Mono<Void> discard(Slot slot) {
		return closed(slot).doOnTerminate(this.open::decrementAndGet).doOnCancel(this.open::decrementAndGet);
	}

	/**
	 * Closes what an owner has resting.
	 */
	Mono<Void> release(Object owner) {
		return Mono.defer(() -> {
			Slot own = this.resting.remove(owner);
			return (own != null) ? discard(own) : Mono.<Void>empty();
		});
	}

	/**
	 * Closes what rests for too long.
	 */
	Mono<Void> sweep() {
		return Flux.defer(() -> Flux.fromIterable(this.resting.entrySet()))
			.filter((entry) -> this.nanos.getAsLong() - entry.getValue().since >= this.idleNanos)
			.filter((entry) -> this.resting.remove(entry.getKey(), entry.getValue()))
			.flatMap((entry) -> discard(entry.getValue()))
			.then();
	}

	private static Mono<Void> closed(Slot slot) {
		return slot.producer.close().onErrorResume((ex) -> {
			log.warn("A Kafka producer could not be closed", ex);
			return Mono.empty();
		});
	}

	/**
	 * A producer and what refuses its connections.
	 */
	static final class Slot {

		private final RecordProducer producer;

		private final HostGuard guard;

		private volatile long since;

		private volatile boolean healthy;

		Slot(RecordProducer producer, HostGuard guard) {
			this.producer = producer;
			this.guard = guard;
		}

		RecordProducer producer() {
			return this.producer;
		}

		/**
		 * Says whether the last batch went well.
		 */
		void healthy(boolean wentWell) {
			this.healthy = wentWell;
		}

		boolean isHealthy() {
			return this.healthy;
		}

		@Nullable String refusal() {
			return this.guard.refusal();
		}

	}

}
