package io.qnsp.app.transport;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.app.kafka.KafkaClients;
import io.qnsp.app.kafka.RecordProducer;
import io.qnsp.app.testing.KafkaBroker;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.JournalTail;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.keyring.Keyring;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tails that a real broker feeds, beside the server's own journal.
 */
@QnspServerTest
class TransportIT {

	private static final Duration WITHIN = Duration.ofSeconds(40);

	private static final AtomicInteger TOPICS = new AtomicInteger();

	private final KafkaBroker broker = KafkaBroker.shared();

	private final String topic = "journal-" + TOPICS.incrementAndGet();

	private final List<Node> nodes = new ArrayList<>();

	private final UUID tenant = UUID.randomUUID();

	@Autowired
	private JournalReader reader;

	@Autowired
	private Journal journal;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	@Autowired
	private JsonMapper json;

	@Autowired
	private Keyring keyring;

	@Autowired
	private Ids ids;

	@Autowired
	private Clock clock;

	@AfterEach
	void stop() {
		this.nodes.forEach(Node::stop);
	}

	private BatchCodec codec(String forTopic) {
		return new BatchCodec(this.json, this.keyring, forTopic);
	}

	private AuditEvent event(Map<String, Object> detail) {
		return event(this.tenant, detail);
	}

	private AuditEvent event(UUID tenant, Map<String, Object> detail) {
		return new AuditEvent(this.ids.next(), "kms.key.create", "kms", AuditEvent.Severity.INFO,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenant,
				new AuditEvent.Actor(ActorType.SERVICE, "transport-test", null, tenant), null, "create",
				AuditEvent.Outcome.SUCCESS, 201, new AuditEvent.Context("r", null, null, "test"), null, detail);
	}

	private List<UUID> append(int count) {
		List<AuditEvent> events = IntStream.range(0, count).mapToObj((i) -> event(Map.of("number", i))).toList();
		Flux.fromIterable(events).flatMap(this.journal::append, 64).then().block(WITHIN);
		return events.stream().map(AuditEvent::eventId).toList();
	}

	private Node node() {
		return node(this.broker.plain(), Map.of());
	}

	private Node node(String servers, Map<String, String> settings) {
		Node node = new Node(servers, settings);
		this.nodes.add(node);
		node.start();
		return node;
	}

	// Two that have read to the end of a quiet journal may stand at different places
	// without
	// an event between; the next event, here one of somebody else, brings them together.
	private void fed(Node... all) {
		await().atMost(WITHIN).until(() -> {
			this.journal.append(event(UUID.randomUUID(), Map.of())).block(WITHIN);
			return List.of(all).stream().allMatch((node) -> node.tail.isFed());
		});
	}

	@Test
	void allInstancesAreFedByTheOneThatLeadsAndSeeEverythingOnceInOrder() {
		Node first = node();
		Node second = node();
		fed(first, second);
		await().atMost(WITHIN).until(() -> first.transport.isLeading() != second.transport.isLeading());
		List<UUID> appended = append(2_000);
		for (Node node : this.nodes) {
			await().atMost(WITHIN).until(() -> node.ours().size() >= appended.size());
			assertThat(node.ours()).extracting((entry) -> entry.event().eventId())
				.containsExactlyInAnyOrderElementsOf(appended);
			assertThat(node.ours()).extracting(JournalEntry::position).isSorted().doesNotHaveDuplicates();
			// How many depends on how busy the machine is: what comes late it reads
			// itself.
			assertThat(node.meters.counter("qnsp.journal.events.fed").count()).isPositive();
		}
		assertThat(first.ours()).containsExactlyElementsOf(second.ours());
		List<JournalEntry> stored = this.reader.after(before(first), 10_000)
			.block(WITHIN)
			.stream()
			.filter(this::isOurs)
			.toList();
		assertThat(first.ours()).containsExactlyElementsOf(stored);
	}

	private EventPosition before(Node node) {
		return new EventPosition(node.ours().getFirst().position().xid() - 1, new UUID(0, 0));
	}

	@Test
	void aBrokerThatDiesAndComesBackLosesAndRepeatsNothing() {
		Node first = node();
		Node second = node();
		fed(first, second);
		List<UUID> appended = new ArrayList<>(append(100));
		this.broker.kill();
		appended.addAll(append(100));
		for (Node node : this.nodes) {
			await().atMost(WITHIN).until(() -> node.ours().size() >= 200);
		}
		this.broker.start();
		fed(first, second);
		appended.addAll(append(100));
		for (Node node : this.nodes) {
			await().atMost(WITHIN).until(() -> node.ours().size() >= 300);
			assertThat(node.ours()).extracting((entry) -> entry.event().eventId())
				.containsExactlyInAnyOrderElementsOf(appended);
			assertThat(node.ours()).extracting(JournalEntry::position).isSorted().doesNotHaveDuplicates();
		}
	}

	@Test
	void whenTheLeaderEndsAnotherTakesOver() {
		Node first = node();
		Node second = node();
		fed(first, second);
		Node leader = first.transport.isLeading() ? first : second;
		Node other = (leader == first) ? second : first;
		List<UUID> appended = new ArrayList<>(append(50));
		leader.stop();
		await().atMost(WITHIN).until(other.transport::isLeading);
		fed(other);
		double before = other.meters.counter("qnsp.journal.events.fed").count();
		appended.addAll(append(50));
		await().atMost(WITHIN).until(() -> other.ours().size() >= 100);
		assertThat(other.ours()).extracting((entry) -> entry.event().eventId())
			.containsExactlyInAnyOrderElementsOf(appended);
		assertThat(other.meters.counter("qnsp.journal.events.fed").count()).isGreaterThan(before);
	}

	@Test
	void theOperatorsSettingsSecureTheConnections() {
		Node node = node(this.broker.login(), Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512",
				"sasl.jaas.config",
				"org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
					.formatted(KafkaBroker.SCRAM_USER, KafkaBroker.PASSWORD),
				"ssl.truststore.type", "PEM", "ssl.truststore.location", this.broker.certificate().toString()));
		fed(node);
		await().atMost(WITHIN).until(node.transport::isLeading);
		assertThat(append(20)).hasSize(20);
		await().atMost(WITHIN).until(() -> node.ours().size() == 20);
	}

	@Test
	void recordsThatNoInstanceHasWrittenAreNotShown() {
		Node node = node();
		fed(node);
		JournalEntry made = new JournalEntry(new EventPosition(Long.MAX_VALUE, this.ids.next()), event(Map.of()));
		byte[] ofAnotherTopic = codec("another").encode(new JournalBatch(EventPosition.START, List.of(made)))
			.block(WITHIN)
			.getFirst();
		KafkaClients clients = new KafkaClients(2);
		RecordProducer forger = clients.producer(new HashMap<>(Map.of("bootstrap.servers", this.broker.plain())));
		assertThat(forger
			.send(List.of(new ProducerRecord<>(this.topic, 0, null, ofAnotherTopic),
					new ProducerRecord<>(this.topic, 0, null, "{}".getBytes(StandardCharsets.UTF_8))))
			.block(WITHIN)
			.accepted()).isEqualTo(2);
		forger.close().block(WITHIN);
		clients.close();
		await().atMost(WITHIN).until(() -> node.meters.counter("qnsp.transport.refused").count() >= 2);
		List<UUID> appended = append(10);
		await().atMost(WITHIN).until(() -> node.ours().size() >= 10);
		assertThat(node.ours()).extracting((entry) -> entry.event().eventId())
			.containsExactlyInAnyOrderElementsOf(appended);
	}

	@Test
	void recordsCannotBeReadWithoutTheRootKey() {
		byte[] record = codec(this.topic)
			.encode(new JournalBatch(EventPosition.START,
					List.of(new JournalEntry(new EventPosition(5, this.ids.next()),
							event(Map.of("word", "findable"))))))
			.block(WITHIN)
			.getFirst();
		assertThat(new String(record, StandardCharsets.ISO_8859_1)).doesNotContain("findable", "kms");
		record[record.length / 2] ^= 1;
		assertThatException().isThrownBy(() -> codec(this.topic).decode(record).block(WITHIN));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void everyFieldIsReadAsItWasWritten(long seed) {
		Random random = new Random(seed);
		List<JournalEntry> entries = IntStream.range(1, 200)
			.mapToObj((i) -> new JournalEntry(new EventPosition(i, this.ids.next()), randomEvent(random)))
			.toList();
		EventPosition previous = new EventPosition(0, new UUID(random.nextLong(), random.nextLong()));
		assertThat(roundTrip(new JournalBatch(previous, entries))).containsExactly(new JournalBatch(previous, entries));
		assertThat(roundTrip(new JournalBatch(previous, List.of())))
			.containsExactly(new JournalBatch(previous, List.of()));
	}

	private List<JournalBatch> roundTrip(JournalBatch batch) {
		return codec(this.topic).encode(batch)
			.flatMapMany(Flux::fromIterable)
			.concatMap(codec(this.topic)::decode)
			.collectList()
			.block(WITHIN);
	}

	private AuditEvent randomEvent(Random random) {
		Map<String, Object> detail = new HashMap<>();
		List<Object> values = List.of("t\u00e4xt \ud83d\ude00 \"\\ \u0001", random.nextInt(),
				random.nextLong() | (1L << 40), new BigInteger(100, random).setBit(80),
				new BigDecimal("12345678901234567890.123456789"), new BigDecimal("1E-7"), true,
				List.of(1, "two", List.of()), Map.of("inner", Map.of("deep", "x")));
		values.forEach((value) -> {
			if (random.nextBoolean()) {
				detail.put("f" + random.nextInt(1_000), value);
			}
		});
		return new AuditEvent(this.ids.next(), "kms.key.t" + random.nextInt(), "kms",
				pick(random, AuditEvent.Severity.values()), this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				UUID.randomUUID(),
				new AuditEvent.Actor(pick(random, ActorType.values()), "user",
						random.nextBoolean() ? "192.0.2.1" : null, UUID.randomUUID()),
				random.nextBoolean() ? new AuditEvent.Resource("key", "k-\u20ac") : null, "create",
				pick(random, AuditEvent.Outcome.values()), random.nextInt(600),
				new AuditEvent.Context("r", random.nextBoolean() ? "agent" : null, random.nextBoolean() ? "app" : null,
						"api"),
				random.nextBoolean() ? new AuditEvent.Usage("kms.sign", 1 + random.nextInt(50)) : null, detail);
	}

	private static <T> T pick(Random random, T[] values) {
		return values[random.nextInt(values.length)];
	}

	@Test
	void aLongStretchIsSeveralRecordsThatFollowEachOther() {
		List<JournalEntry> entries = IntStream.rangeClosed(1, 60)
			.mapToObj((i) -> new JournalEntry(new EventPosition(i, this.ids.next()),
					event(Map.of("text", "x".repeat(50_000)))))
			.toList();
		List<JournalBatch> parts = roundTrip(new JournalBatch(EventPosition.START, entries));
		assertThat(parts.size()).isGreaterThan(3);
		assertThat(parts.stream().flatMap((part) -> part.entries().stream()).toList()).isEqualTo(entries);
		for (int i = 1; i < parts.size(); i++) {
			assertThat(parts.get(i).previous()).isEqualTo(parts.get(i - 1).entries().getLast().position());
		}
	}

	@Test
	void anEntryThatNoRecordHoldsIsMissedByWhoeverGetsTheRest() {
		JournalEntry before = new JournalEntry(new EventPosition(1, this.ids.next()), event(Map.of()));
		JournalEntry huge = new JournalEntry(new EventPosition(2, this.ids.next()),
				event(Map.of("text", "x".repeat(BatchCodec.MAX_BYTES))));
		JournalEntry behind = new JournalEntry(new EventPosition(3, this.ids.next()), event(Map.of()));
		List<JournalBatch> parts = roundTrip(new JournalBatch(EventPosition.START, List.of(before, huge, behind)));
		assertThat(parts.getFirst()).isEqualTo(new JournalBatch(EventPosition.START, List.of(before)));
		assertThat(parts.getLast()).isEqualTo(new JournalBatch(huge.position(), List.of(behind)));
	}

	private boolean isOurs(JournalEntry entry) {
		return entry.event().tenantId().equals(this.tenant);
	}

	/**
	 * An instance, as far as its tail is concerned.
	 */
	private final class Node {

		private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

		private final JournalTail tail = new JournalTail(TransportIT.this.reader, this.meters);

		private final Queue<JournalEntry> seen = new ConcurrentLinkedQueue<>();

		private final Transport transport;

		Node(String servers, Map<String, String> settings) {
			TransportProperties properties = new TransportProperties(servers, TransportIT.this.topic, settings,
					Duration.ofSeconds(1));
			this.transport = new Transport(properties, TransportIT.this.reader, this.tail,
					new TransportRepository(TransportIT.this.system, properties.topic()), codec(properties.topic()),
					TransportIT.this.ids.next(), this.meters);
			this.tail.listen(this.seen::addAll);
		}

		void start() {
			this.tail.start();
			this.tail.ready().block(WITHIN);
			this.transport.start();
		}

		void stop() {
			this.transport.stop().block(WITHIN);
			this.tail.stop();
		}

		List<JournalEntry> ours() {
			return this.seen.stream().filter(TransportIT.this::isOurs).toList();
		}

	}

}
