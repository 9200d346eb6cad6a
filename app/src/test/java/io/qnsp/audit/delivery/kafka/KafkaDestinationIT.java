package io.qnsp.audit.delivery.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.qnsp.app.kafka.KafkaClients;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.app.testing.BlockingCalls;
import io.qnsp.app.testing.KafkaBroker;
import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.DestinationSettings;
import io.qnsp.audit.delivery.EventAttributes;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.delivery.TestOutgoing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Deliveries to a real broker.
 */
@ExtendWith(BlockingCalls.class)
class KafkaDestinationIT {

	private static final Duration WITHIN = Duration.ofSeconds(40);

	private static final AtomicInteger TOPICS = new AtomicInteger();

	private final KafkaBroker broker = KafkaBroker.shared();

	private final KafkaClients clients = new KafkaClients(8);

	private final ProducerSlots slots = new ProducerSlots(4, Duration.ofMinutes(1), System::nanoTime);

	private final List<Destination> open = new ArrayList<>();

	private final String topic = "delivery-" + TOPICS.incrementAndGet();

	@BeforeEach
	void createTopic() {
		this.broker.createTopic(this.topic, 3, Map.of());
	}

	@AfterEach
	void close() {
		this.open.forEach((each) -> each.close().block(WITHIN));
		assertThat(this.slots.open()).isZero();
		this.clients.close();
	}

	private Destination open(String servers, Map<String, Object> more, Map<String, String> secrets) {
		return open(servers, more, secrets, true, this.broker.certificate());
	}

	private Destination open(String servers, Map<String, Object> more, Map<String, String> secrets,
			boolean allowInsecure, @Nullable Path truststore) {
		Map<String, Object> config = new HashMap<>(Map.of("bootstrapServers", servers, "topic", this.topic));
		config.putAll(more);
		Destination opened = new KafkaDestinations(this.clients, this.slots, new TargetRules(allowInsecure),
				ClusterTrust.context(truststore))
			.open(new DestinationSettings(TestOutgoing.TENANT, UUID.randomUUID(), config, secrets));
		this.open.add(opened);
		return opened;
	}

	private Destination plain(Map<String, Object> more) {
		Map<String, Object> config = new HashMap<>(more);
		config.put("security", "plaintext");
		return open(this.broker.plain(), config, Map.of());
	}

	private static DeliveryOutcome deliver(Destination destination, List<OutgoingEvent> batch) {
		DeliveryOutcome outcome = destination.deliver(batch).block(WITHIN);
		assertThat(outcome).isNotNull();
		return outcome;
	}

	private static void accepted(Destination destination, List<OutgoingEvent> events) {
		for (int from = 0; from < events.size(); from += destination.batchSize()) {
			List<OutgoingEvent> batch = events.subList(from, Math.min(from + destination.batchSize(), events.size()));
			assertThat(deliver(destination, batch)).isEqualTo(new DeliveryOutcome.Accepted());
		}
	}

	private static String failure(Destination destination) {
		DeliveryOutcome outcome = deliver(destination, TestOutgoing.events(3));
		assertThat(outcome).isInstanceOf(DeliveryOutcome.Failed.class);
		assertThat(((DeliveryOutcome.Failed) outcome).accepted()).isZero();
		return ((DeliveryOutcome.Failed) outcome).reason();
	}

	private List<String> bodies(int expected) {
		return this.broker.records(this.topic, expected)
			.stream()
			.map((record) -> new String(record.value(), StandardCharsets.UTF_8))
			.toList();
	}

	private static List<String> bodies(List<OutgoingEvent> events) {
		return events.stream().map((event) -> new String(event.json(), StandardCharsets.UTF_8)).toList();
	}

	@Test
	void everyEventArrivesOnceInOrderUnderTheTenantsKey() {
		List<OutgoingEvent> events = TestOutgoing.events(1_200);
		accepted(plain(Map.of()), events);
		List<ConsumerRecord<String, byte[]>> records = this.broker.records(this.topic, events.size());
		assertThat(records).extracting((record) -> new String(record.value(), StandardCharsets.UTF_8))
			.containsExactlyElementsOf(bodies(events));
		assertThat(records).allSatisfy((record) -> {
			assertThat(record.key()).isEqualTo(TestOutgoing.TENANT.toString());
			assertThat(KafkaBroker.headers(record))
				.isEqualTo(Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));
		});
	}

	@Test
	void inBinaryModeByResourceTheAttributesAreHeadersAndAResourcesEventsAreInOrder() {
		List<OutgoingEvent> events = new ArrayList<>(TestOutgoing.events(60));
		events.addAll(TestOutgoing.events(60));
		accepted(plain(Map.of("mode", "binary", "key", "resource")), events);
		List<ConsumerRecord<String, byte[]>> records = this.broker.records(this.topic, events.size());
		assertThat(records.stream().map(ConsumerRecord::partition).distinct()).hasSize(3);
		Map<String, List<String>> byKey = records.stream()
			.collect(Collectors.groupingBy(ConsumerRecord::key,
					Collectors.mapping((record) -> KafkaBroker.headers(record).get("ce_id"), Collectors.toList())));
		for (int i = 0; i < 60; i++) {
			assertThat(byKey.get("key/key-" + i)).containsExactly(events.get(i).id().toString(),
					events.get(i + 60).id().toString());
		}
		ConsumerRecord<String, byte[]> one = records.stream()
			.filter((record) -> KafkaBroker.headers(record).containsValue(events.getFirst().id().toString()))
			.findFirst()
			.orElseThrow();
		assertThat(KafkaBroker.headers(one)).containsEntry("ce_specversion", "1.0")
			.containsEntry("ce_type", "kms.key.create")
			.containsEntry("content-type", "application/json");
		assertThat(one.value()).isEqualTo(EventAttributes.of(events.getFirst()).data());
	}

	@Test
	void overTlsATrustedCertificateIsNeeded() {
		List<OutgoingEvent> events = TestOutgoing.events(10);
		accepted(open(this.broker.tls(), Map.of(), Map.of()), events);
		assertThat(bodies(10)).containsExactlyElementsOf(bodies(events));
		assertThat(failure(open(this.broker.tls(), Map.of(), Map.of(), true, null))).contains("certificate");
	}

	@ParameterizedTest
	@CsvSource({ "SCRAM-SHA-512," + KafkaBroker.SCRAM_USER, "PLAIN," + KafkaBroker.PLAIN_USER })
	void logsInAndTellsWhenThatIsRefused(String mechanism, String user) {
		Map<String, Object> login = Map.of("username", user, "saslMechanism", mechanism);
		accepted(open(this.broker.login(), login, Map.of("password", KafkaBroker.PASSWORD)), TestOutgoing.events(10));
		assertThat(bodies(10)).hasSize(10);
		assertThat(failure(open(this.broker.login(), login, Map.of("password", "wrong"))))
			.isEqualTo("The cluster refuses the credentials");
	}

	@Test
	void tellsThatTheTopicIsClosedToTheLogin() {
		this.broker.closeTopic(this.topic);
		Map<String, Object> login = Map.of("username", KafkaBroker.SCRAM_USER);
		assertThat(failure(open(this.broker.login(), login, Map.of("password", KafkaBroker.PASSWORD))))
			.isEqualTo("The credentials do not permit writing to topic " + this.topic);
	}

	@Test
	void tellsThatThereIsNoSuchTopic() {
		assertThat(failure(plain(Map.of("topic", "missing")))).isEqualTo("The cluster has no topic missing");
	}

	/**
	 * Delivers as the worker does: what was accepted is left out of the next try.
	 */
	private static DeliveryOutcome untilDecided(Destination destination, List<OutgoingEvent> events) {
		List<OutgoingEvent> left = events;
		for (int tries = 0; tries < 5; tries++) {
			DeliveryOutcome outcome = deliver(destination, left);
			if (!(outcome instanceof DeliveryOutcome.Failed failed)) {
				return outcome;
			}
			left = left.subList(failed.accepted(), left.size());
		}
		throw new AssertionError("not decided");
	}

	@Test
	void aTopicThatTakesSmallRecordsOnlyGetsThoseInOrderAndTheLargeOneIsRejected() {
		String small = this.topic + "-small";
		this.broker.createTopic(small, 1, Map.of("max.message.bytes", "20000"));
		List<OutgoingEvent> events = new ArrayList<>(TestOutgoing.events(200));
		events.add(TestOutgoing.event(200, "x".repeat(30_000)));
		events.addAll(TestOutgoing.events(5));
		Destination destination = plain(Map.of("topic", small));
		assertThat(untilDecided(destination, events)).isInstanceOfSatisfying(DeliveryOutcome.Rejected.class,
				(rejected) -> assertThat(rejected.reason()).isEqualTo("The record is larger than the cluster takes"));
		assertThat(untilDecided(destination, events.subList(201, 206))).isEqualTo(new DeliveryOutcome.Accepted());
		List<OutgoingEvent> expected = new ArrayList<>(events);
		expected.remove(200);
		List<String> arrived = this.broker.records(small, 205)
			.stream()
			.map((record) -> new String(record.value(), StandardCharsets.UTF_8))
			.toList();
		assertThat(new LinkedHashSet<>(arrived)).containsExactlyElementsOf(bodies(expected));
	}

	@Test
	void whatNoRequestHoldsIsRejectedWithoutBeingSent() {
		List<OutgoingEvent> events = new ArrayList<>(TestOutgoing.events(2));
		events.add(TestOutgoing.event(2, "x".repeat(1_000_000)));
		assertThat(deliver(plain(Map.of()), events))
			.isEqualTo(new DeliveryOutcome.Rejected(2, "The record is larger than the cluster takes"));
		assertThat(deliver(plain(Map.of()), events.subList(2, 3)))
			.isEqualTo(new DeliveryOutcome.Rejected(0, "The record is larger than the cluster takes"));
	}

	@Test
	void aBrokerThatDiesAndComesBackGetsEverythingInOrder() {
		List<OutgoingEvent> events = TestOutgoing.events(30);
		Destination destination = plain(Map.of());
		accepted(destination, events.subList(0, 10));
		this.broker.kill();
		DeliveryOutcome down = deliver(destination, events.subList(10, 20));
		assertThat(down).isEqualTo(new DeliveryOutcome.Failed(0,
				"The cluster did not answer in time, or its port has another security than the subscription", null));
		this.broker.start();
		await().atMost(WITHIN)
			.pollInSameThread()
			.until(() -> deliver(destination, events.subList(10, 20)).equals(new DeliveryOutcome.Accepted()));
		accepted(destination, events.subList(20, 30));
		List<String> arrived = bodies(30);
		assertThat(new LinkedHashSet<>(arrived)).containsExactlyElementsOf(bodies(events));
	}

	@Test
	void aHostThatTheClusterNamesGetsNoByteWhenItIsNotPermitted() throws Exception {
		Set<Integer> received = new HashSet<>();
		boolean ours = NetworkInterface.getByInetAddress(KafkaBroker.outsideAddress()) != null;
		try (ServerSocket inside = new ServerSocket(this.broker.lureTarget(), 50,
				ours ? KafkaBroker.outsideAddress() : null)) {
			Thread listening = Thread.ofPlatform().daemon().start(() -> readAll(inside, received));
			assertThat(failure(open(this.broker.lure(), Map.of(), Map.of())))
				.startsWith(KafkaBroker.outsideAddress().getHostAddress() + " does not lead to public addresses only");
			inside.close();
			listening.join(Duration.ofSeconds(10));
		}
		assertThat(received).isEmpty();
	}

	private static void readAll(ServerSocket inside, Set<Integer> received) {
		while (!inside.isClosed()) {
			try (Socket socket = inside.accept(); InputStream in = socket.getInputStream()) {
				socket.setSoTimeout(2_000);
				int read = in.read();
				if (read >= 0) {
					received.add(read);
				}
			}
			catch (IOException ex) {
				// The client closed before a byte, or the test is over.
			}
		}
	}

	@Test
	void bootstrapServersThatAreNotPermittedAreNotConnectedTo() {
		assertThat(failure(open(this.broker.tls(), Map.of(), Map.of(), false, null)))
			.startsWith("localhost does not lead to public addresses only");
		assertThat(failure(open("127.0.0.1:1", Map.of("security", "plaintext"), Map.of(), false, null)))
			.isEqualTo("Connections without TLS are not allowed any more");
		assertThat(failure(open("no-such-host.invalid:9092", Map.of(), Map.of())))
			.isEqualTo("no-such-host.invalid is not known");
	}

	@Test
	void closingLeavesNoThreadBehind() {
		Destination destination = plain(Map.of());
		accepted(destination, TestOutgoing.events(5));
		assertThat(threads()).isPositive();
		destination.close().block(WITHIN);
		await().atMost(WITHIN).until(() -> threads() == 0);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("kafka-producer-network-thread | qnsp-"))
			.count();
	}

	@Test
	void moreSubscriptionsThanPlacesTakeTurns() {
		List<Destination> many = java.util.stream.IntStream.range(0, 10).mapToObj((i) -> plain(Map.of())).toList();
		many.forEach((each) -> accepted(each, TestOutgoing.events(2)));
		many.forEach((each) -> accepted(each, TestOutgoing.events(2)));
		assertThat(this.slots.open()).isEqualTo(4);
		assertThat(bodies(40)).hasSize(40);
	}

}
