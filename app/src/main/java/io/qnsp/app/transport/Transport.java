package io.qnsp.app.transport;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.app.kafka.KafkaClients;
import io.qnsp.app.kafka.RecordProducer;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.JournalTail;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The transport of one instance: brings the journal to Kafka while it leads, and feeds
 * its tail with what comes from there.
 */
final class Transport {

	private static final Logger log = LoggerFactory.getLogger(Transport.class);

	private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

	// Waiting for lookups and metadata: the producer and the topic's creation.
	private static final int THREADS = 2;

	private static final Map<String, Object> PRODUCER = Map.of(ProducerConfig.LINGER_MS_CONFIG, 0,
			ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1_000_000, ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20,
			ProducerConfig.MAX_BLOCK_MS_CONFIG, 4_000, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000,
			ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000, ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);

	private static final Map<String, Object> CONSUMER = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20,
			ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20,
			ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);

	// Whoever was away for longer reads the journal.
	private static final Map<String, String> TOPIC = Map.of(TopicConfig.RETENTION_MS_CONFIG, "3600000",
			TopicConfig.RETENTION_BYTES_CONFIG, "268435456");

	private final TransportProperties properties;

	private final JournalTail tail;

	private final KafkaClients clients = new KafkaClients(THREADS);

	private final JournalPublisher publisher;

	private final JournalFeed feed;

	private final Disposable.Swap running = Disposables.swap();

	Transport(TransportProperties properties, JournalReader reader, JournalTail tail, TransportRepository repository,
			BatchCodec codec, UUID self, MeterRegistry meters) {
		this.properties = properties;
		this.tail = tail;
		this.publisher = new JournalPublisher(reader, repository, codec, this::producer, properties.topic(), self,
				properties.lease(), meters);
		this.feed = new JournalFeed(this.clients.values(properties.client(CONSUMER), properties.topic(), 0), codec,
				tail, meters);
	}

	private Mono<RecordProducer> producer() {
		Mono<Void> topic = this.clients.createTopic(this.properties.client(Map.of()), this.properties.topic(), TOPIC)
			.onErrorResume((ex) -> {
				log.warn("Topic {} could not be made (expected: one with one partition): {}", this.properties.topic(),
						ex.toString());
				return Mono.empty();
			});
		return topic.then(Mono.fromSupplier(() -> this.clients.producer(this.properties.client(PRODUCER))));
	}

	boolean isLeading() {
		return this.publisher.isLeading();
	}

	/**
	 * Begins; the tail must have begun.
	 */
	void start() {
		this.running.update(Disposables.composite(this.tail.onWake(this.publisher::wake),
				this.publisher.run().subscribe(), this.feed.run().subscribe()));
	}

	/**
	 * Ends, and lets another instance lead at once.
	 * @return completes when it has ended, after 3 seconds at the latest
	 */
	Mono<Void> stop() {
		// Ending a consumer waits for its thread.
		return Mono.<Void>fromRunnable(() -> this.running.update(Disposables.disposed()))
			.subscribeOn(Schedulers.boundedElastic())
			.then(this.publisher.stepDown())
			.timeout(STOP_WITHIN, Mono.empty())
			.then(Mono.fromRunnable(this.clients::close));
	}

}
