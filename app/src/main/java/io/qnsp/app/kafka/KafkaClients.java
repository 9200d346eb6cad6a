package io.qnsp.app.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.netty.handler.codec.compression.Zstd;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;
import reactor.util.function.Tuple2;

/**
 * Makes producers and consumers of bytes; the only class that knows Reactor Kafka.
 * Producers are idempotent and ask for the acknowledgement of all replicas in sync.
 * Nothing that a client measures leaves the server or is registered in it.
 */
public final class KafkaClients {

	private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

	/** How many records are sent at once. */
	public static final int MOST_RECORDS = 256;

	private static final Map<String, Object> ALWAYS = Map.of(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "",
			CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);

	// More than one record a request are acknowledged in order all the same.
	private static final Map<String, Object> SAFE = Map.of(ProducerConfig.ACKS_CONFIG, "all",
			ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);

	private final Scheduler blocking;

	/**
	 * Creates the factory.
	 * @param threads how many producers at most may wait at the same time
	 */
	public KafkaClients(int threads) {
		// Kafka's client brings zstd along, and Netty would load its library on the event
		// loop of the first answer that is compressed: better now.
		Zstd.isAvailable();
		this.blocking = Schedulers.newBoundedElastic(threads, Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "kafka", 30,
				true);
	}

	/**
	 * The threads that may wait, for what has to be looked up beside.
	 * @return their scheduler
	 */
	public Scheduler blocking() {
		return this.blocking;
	}

	/**
	 * A producer; nothing is connected before it is used.
	 * @param settings where to, how secured, and time limits, by Kafka's names
	 * @return the producer, to be closed
	 */
	public RecordProducer producer(Map<String, Object> settings) {
		Map<String, Object> all = new HashMap<>(settings);
		all.putAll(ALWAYS);
		all.putAll(SAFE);
		SenderOptions<byte[], byte[]> options = SenderOptions.<byte[], byte[]>create(all)
			.withKeySerializer(new ByteArraySerializer())
			.withValueSerializer(new ByteArraySerializer())
			.scheduler(Schedulers.immediate())
			.maxInFlight(MOST_RECORDS)
			.stopOnError(false)
			.closeTimeout(CLOSE_WITHIN);
		return new Producer(KafkaSender.create(options), this.blocking);
	}

	/**
	 * What is written to a partition from now on, as long as it is subscribed to.
	 * @param settings where from and how secured, by Kafka's names
	 * @param topic the topic
	 * @param partition the partition
	 * @return the values of the records; an error when the consumer can't go on
	 */
	public Flux<byte[]> values(Map<String, Object> settings, String topic, int partition) {
		Map<String, Object> all = new HashMap<>(settings);
		all.putAll(ALWAYS);
		// Without a group nothing is committed, and what is not known begins at the end.
		all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
		all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		return Flux.defer(() -> {
			ReceiverOptions<byte[], byte[]> options = ReceiverOptions.<byte[], byte[]>create(all)
				.withKeyDeserializer(new ByteArrayDeserializer())
				.withValueDeserializer(new ByteArrayDeserializer())
				.commitInterval(Duration.ZERO)
				.closeTimeout(CLOSE_WITHIN)
				.assignment(Set.of(new TopicPartition(topic, partition)));
			return KafkaReceiver.create(options).receive();
		}).map(ConsumerRecord::value);
	}

	/**
	 * Makes a topic with one partition where it is missing.
	 * @param settings where and how secured, by Kafka's names
	 * @param topic the topic
	 * @param configuration the topic's settings by Kafka's names
	 * @return completes when it is there; an error when the cluster refuses or does not
	 * answer in time
	 */
	public Mono<Void> createTopic(Map<String, Object> settings, String topic, Map<String, String> configuration) {
		Map<String, Object> all = new HashMap<>(settings);
		all.putAll(ALWAYS);
		all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
		all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
		NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(configuration);
		return Mono
			.using(() -> Admin.create(all),
					(admin) -> Mono.fromFuture(
							() -> admin.createTopics(List.of(wanted)).all().toCompletionStage().toCompletableFuture()),
					(admin) -> admin.close(CLOSE_WITHIN))
			.publishOn(this.blocking)
			.onErrorResume(TopicExistsException.class, (ex) -> Mono.empty())
			.subscribeOn(this.blocking)
			.then();
	}

	/**
	 * Ends the threads.
	 */
	public void close() {
		this.blocking.dispose();
	}

	private static final class Producer implements RecordProducer {

		private final KafkaSender<byte[], byte[]> sender;

		private final Scheduler blocking;

		Producer(KafkaSender<byte[], byte[]> sender, Scheduler blocking) {
			this.sender = sender;
			this.blocking = blocking;
		}

		@Override
		public Mono<SendOutcome> send(List<ProducerRecord<byte[], byte[]>> records) {
			if (records.isEmpty() || records.size() > MOST_RECORDS) {
				return Mono.error(new IllegalArgumentException(
						"records: %d (expected: 1..%d)".formatted(records.size(), MOST_RECORDS)));
			}
			// With the topic known no record waits for it, and none fails before it is
			// on its way.
			return this.sender.doOnProducer((client) -> client.partitionsFor(records.getFirst().topic()))
				.flatMap((known) -> Mono.zip(all(records), flushed()))
				.map(Tuple2::getT1)
				.onErrorResume(KafkaException.class, (ex) -> Mono.just(new SendOutcome(0, ex)))
				.subscribeOn(this.blocking);
		}

		private Mono<SendOutcome> all(List<ProducerRecord<byte[], byte[]>> records) {
			Acknowledgements acknowledgements = new Acknowledgements(records.size());
			return this.sender.send(Flux.range(0, records.size()).map((i) -> SenderRecord.create(records.get(i), i)))
				.doOnNext((result) -> acknowledgements.note(result.correlationMetadata(), result.exception()))
				.then()
				.onErrorResume((ex) -> {
					acknowledgements.failed(ex);
					return Mono.empty();
				})
				.then(Mono.fromSupplier(acknowledgements::outcome));
		}

		// Behind the records on the sender's one thread: all of them are with the client
		// then, and nothing is gained by its lingering.
		private Mono<Boolean> flushed() {
			return this.sender.send(Flux.<SenderRecord<byte[], byte[], Integer>>empty().hide())
				.then(this.sender.doOnProducer((client) -> {
					client.flush();
					return true;
				}));
		}

		@Override
		public Mono<Void> close() {
			return Mono.<Void>fromRunnable(this.sender::close).subscribeOn(this.blocking);
		}

	}

	/**
	 * Which records of a batch were acknowledged.
	 */
	private static final class Acknowledgements {

		private final boolean[] acknowledged;

		private final @Nullable Throwable[] failures;

		private @Nullable Throwable failure;

		Acknowledgements(int size) {
			this.acknowledged = new boolean[size];
			this.failures = new Throwable[size];
		}

		void note(int index, @Nullable Exception exception) {
			this.acknowledged[index] = exception == null;
			this.failures[index] = exception;
		}

		void failed(Throwable ex) {
			this.failure = ex;
		}

		SendOutcome outcome() {
			int accepted = 0;
			while (accepted < this.acknowledged.length && this.acknowledged[accepted]) {
				accepted++;
			}
			if (accepted == this.acknowledged.length) {
				return new SendOutcome(accepted, null);
			}
			Throwable own = this.failures[accepted];
			Throwable known = (own != null) ? own : this.failure;
			return new SendOutcome(accepted, (known != null) ? known : new KafkaException("not acknowledged"));
		}

	}

}
