package io.qnsp.app.transport;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.app.kafka.RecordProducer;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.WakeUps;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Reads the journal for everybody while this instance leads. The position moves after
 * Kafka has acknowledged; who takes over repeats what was not noted yet. Two leaders for
 * a moment do no harm: what both write is the same journal.
 */
final class JournalPublisher {

	private static final Logger log = LoggerFactory.getLogger(JournalPublisher.class);

	private static final Duration IDLE = Duration.ofMillis(25);

	private static final Duration LINGER = Duration.ofMillis(5);

	// A tail counts as fed for four times as long.
	private static final Duration BEAT = Duration.ofMillis(500);

	private static final int BATCH = 512;

	private static final int RENEWALS = 5;

	private static final Retry AGAIN = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
		.maxBackoff(Duration.ofSeconds(5))
		.transientErrors(true)
		.doBeforeRetry((signal) -> log.warn(
				"The journal could not be brought to Kafka; instances read it themselves meanwhile: {}",
				signal.failure().toString()));

	private final JournalReader reader;

	private final TransportRepository repository;

	private final BatchCodec codec;

	private final Supplier<Mono<RecordProducer>> producers;

	private final String topic;

	private final UUID self;

	private final Duration lease;

	private final Clock clock;

	private final Counter published;

	private final WakeUps wakeUps = new WakeUps(IDLE);

	// What follows belongs to the loop.
	private volatile @Nullable Leading leading;

	private volatile long campaignAt;

	/**
	 * Creates the publisher.
	 * @param reader reads the journal
	 * @param repository who leads
	 * @param codec makes records
	 * @param producers makes a producer, and the topic where it is missing
	 * @param topic the topic
	 * @param self this instance's id
	 * @param lease how long a leader leads without renewing it
	 * @param meters where measurements go
	 */
	JournalPublisher(JournalReader reader, TransportRepository repository, BatchCodec codec,
			Supplier<Mono<RecordProducer>> producers, String topic, UUID self, Duration lease, MeterRegistry meters) {
		this.reader = reader;
		this.repository = repository;
		this.codec = codec;
		this.producers = producers;
		this.topic = topic;
		this.self = self;
		this.lease = lease;
		this.clock = meters.config().clock();
		this.campaignAt = this.clock.monotonicTime();
		this.published = Counter.builder("qnsp.transport.published")
			.description("Events that this instance has brought to Kafka for all")
			.register(meters);
		Gauge.builder("qnsp.transport.leader", this, (publisher) -> publisher.isLeading() ? 1 : 0)
			.description("Whether this instance reads the journal for all")
			.register(meters);
	}

	boolean isLeading() {
		return this.leading != null;
	}

	void wake() {
		if (this.leading != null) {
			this.wakeUps.wake();
		}
	}

	/**
	 * Leads whenever it can.
	 * @return runs until cancelled; then call {@link #stepDown}
	 */
	Mono<Void> run() {
		return Flux
			.defer(() -> this.wakeUps.ticks().concatMap((tick) -> step().then(Mono.delay(LINGER)).thenReturn(true), 0))
			.onErrorResume((ex) -> stepDown().then(Mono.error(ex)))
			.retryWhen(AGAIN)
			.then();
	}

	/**
	 * Leaves the place to another instance.
	 * @return completes when it is left, or that was not possible and the lease ends it
	 */
	Mono<Void> stepDown() {
		return Mono.defer(() -> {
			Leading before = this.leading;
			this.leading = null;
			// Somebody else first: what fails here may work there.
			this.campaignAt = this.clock.monotonicTime() + this.lease.toNanos();
			return (before != null) ? before.producer.close().onErrorComplete() : Mono.<Void>empty();
		}).then(this.repository.resign(this.self).onErrorComplete());
	}

	private Mono<Void> step() {
		return Mono.defer(() -> {
			Leading current = this.leading;
			if (current != null) {
				return lead(current);
			}
			return (this.clock.monotonicTime() - this.campaignAt >= 0) ? campaign() : Mono.<Void>empty();
		});
	}

	private Mono<Void> campaign() {
		this.campaignAt = this.clock.monotonicTime() + this.lease.dividedBy(RENEWALS).toNanos();
		return this.reader.end()
			.flatMap((end) -> this.repository.claim(this.self, this.lease, end))
			.flatMap((position) -> this.producers.get().map((producer) -> new Leading(producer, position)))
			.doOnNext((begun) -> {
				begun.renewed = this.clock.monotonicTime();
				begun.sent = begun.renewed - BEAT.toNanos();
				this.leading = begun;
				log.info("This instance brings the journal to topic {} from now on", this.topic);
			})
			.then();
	}

	private Mono<Void> lead(Leading current) {
		return next(current).expand((more) -> more ? next(current) : Mono.empty())
			.then(beat(current))
			.then(renew(current));
	}

	private Mono<Boolean> next(Leading current) {
		return Mono.defer(() -> this.reader.after(current.position, BATCH)).flatMap((entries) -> {
			if (entries.isEmpty()) {
				return Mono.just(false);
			}
			return publish(current, new JournalBatch(current.position, entries)).then(renew(current))
				.thenReturn(entries.size() == BATCH && current == this.leading);
		});
	}

	private Mono<Void> beat(Leading current) {
		return Mono.defer(() -> {
			boolean due = this.clock.monotonicTime() - current.sent >= BEAT.toNanos() && current == this.leading;
			return due ? publish(current, new JournalBatch(current.position, List.of())) : Mono.<Void>empty();
		});
	}

	private Mono<Void> publish(Leading current, JournalBatch batch) {
		return this.codec.encode(batch)
			.flatMap((values) -> current.producer.send(values.stream()
				.map((value) -> new ProducerRecord<byte[], byte[]>(this.topic, 0, null, value))
				.toList()))
			.flatMap((sent) -> {
				Throwable failure = sent.failure();
				if (failure != null) {
					return Mono.<Void>error(failure);
				}
				current.sent = this.clock.monotonicTime();
				if (!batch.entries().isEmpty()) {
					current.position = batch.entries().getLast().position();
					this.published.increment(batch.entries().size());
				}
				return Mono.<Void>empty();
			});
	}

	private Mono<Void> renew(Leading current) {
		return Mono.defer(() -> {
			long now = this.clock.monotonicTime();
			if (now - current.renewed < this.lease.dividedBy(RENEWALS).toNanos() || current != this.leading) {
				return Mono.<Void>empty();
			}
			return this.repository.advance(this.self, this.lease, current.position).flatMap((stillLeads) -> {
				current.renewed = now;
				return stillLeads ? Mono.<Void>empty() : stepDown();
			});
		});
	}

	/**
	 * What a leader has; used by the loop alone.
	 */
	private static final class Leading {

		private final RecordProducer producer;

		private volatile EventPosition position;

		private volatile long sent;

		private volatile long renewed;

		Leading(RecordProducer producer, EventPosition position) {
			this.producer = producer;
			this.position = position;
		}

	}

}
