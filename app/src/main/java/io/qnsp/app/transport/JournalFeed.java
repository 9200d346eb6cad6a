package io.qnsp.app.transport;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.journal.JournalTail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Feeds this instance's tail with what the leader writes. What can't be read is left out:
 * the tail then reads that part of the journal itself.
 */
final class JournalFeed {

	private static final Logger log = LoggerFactory.getLogger(JournalFeed.class);

	private static final Retry AGAIN = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
		.maxBackoff(Duration.ofSeconds(5))
		.transientErrors(true)
		.doBeforeRetry((signal) -> log.warn("Kafka could not be read; the journal is read meanwhile: {}",
				signal.failure().toString()));

	private final Flux<byte[]> records;

	private final BatchCodec codec;

	private final JournalTail tail;

	private final Counter refused;

	/**
	 * Creates the feed.
	 * @param records what comes from the topic, from now on
	 * @param codec reads records
	 * @param tail what is fed
	 * @param meters where measurements go
	 */
	JournalFeed(Flux<byte[]> records, BatchCodec codec, JournalTail tail, MeterRegistry meters) {
		this.records = records;
		this.codec = codec;
		this.tail = tail;
		this.refused = Counter.builder("qnsp.transport.refused")
			.description("Records of the topic that no instance with this root key has written")
			.register(meters);
	}

	/**
	 * Feeds the tail.
	 * @return runs until cancelled
	 */
	Mono<Void> run() {
		return this.records.concatMap(this::batch, 1)
			.doOnNext((batch) -> this.tail.feed(batch.previous(), batch.entries()))
			.retryWhen(AGAIN)
			.then();
	}

	private Mono<JournalBatch> batch(byte[] record) {
		return this.codec.decode(record).onErrorResume((ex) -> {
			this.refused.increment();
			log.debug("A record could not be read: {}", ex.toString());
			return Mono.empty();
		});
	}

}
