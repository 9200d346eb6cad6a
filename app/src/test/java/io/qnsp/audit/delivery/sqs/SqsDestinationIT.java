package io.qnsp.audit.delivery.sqs;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.qnsp.app.outbound.Outbound;
import io.qnsp.app.outbound.OutboundPool;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.app.testing.BlockingCalls;
import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.DestinationSettings;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.delivery.TestOutgoing;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deliveries to ElasticMQ, which speaks as SQS does.
 */
@ExtendWith(BlockingCalls.class)
class SqsDestinationIT {

	private static final Duration WITHIN = Duration.ofSeconds(40);

	private static final AtomicInteger QUEUES = new AtomicInteger();

	private static final Outbound OUTBOUND = new Outbound(new TargetRules(true), Duration.ofSeconds(10));

	private static SQSRestServer server;

	private static int port;

	private static OutboundPool connections;

	private static SqsAsyncClient sqs;

	private final SqsDestinations destinations = new SqsDestinations(OUTBOUND, true);

	private final List<Destination> open = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		start(0);
		connections = OUTBOUND.pool("test", 2);
		sqs = client();
	}

	private static void start(int wanted) {
		server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(wanted).start();
		port = server.waitUntilStarted().localAddress().getPort();
	}

	private static SqsAsyncClient client() {
		return SqsAsyncClient.builder()
			.httpClient(new SdkHttp(connections))
			.endpointOverride(URI.create("http://127.0.0.1:" + port))
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.build();
	}

	@AfterAll
	static void stopServer() {
		sqs.close();
		connections.close().block(WITHIN);
		server.stopAndWait();
	}

	@AfterEach
	void close() {
		this.open.forEach((each) -> each.close().block(WITHIN));
		this.destinations.close();
	}

	private static String queue(boolean fifo) {
		String name = "queue-" + QUEUES.incrementAndGet() + (fifo ? ".fifo" : "");
		create(name, fifo);
		return "http://127.0.0.1:%d/000000000000/%s".formatted(port, name);
	}

	private static void create(String name, boolean fifo) {
		Map<QueueAttributeName, String> attributes = new HashMap<>();
		if (fifo) {
			attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
		}
		sqs.createQueue((request) -> request.queueName(name).attributes(attributes)).join();
	}

	private Destination open(String queueUrl) {
		return open(this.destinations, queueUrl, UUID.randomUUID());
	}

	private Destination open(SqsDestinations opener, String queueUrl, UUID subscription) {
		Destination opened = opener.open(new DestinationSettings(TestOutgoing.TENANT, subscription,
				Map.of("queueUrl", queueUrl, "region", "eu-central-1", "accessKeyId", "AKIAIOSFODNN7EXAMPLE"),
				Map.of("secretAccessKey", "not-a-real-secret-key")));
		this.open.add(opened);
		return opened;
	}

	private static DeliveryOutcome deliver(Destination destination, List<OutgoingEvent> events) {
		DeliveryOutcome outcome = destination.deliver(events).block(WITHIN);
		assertThat(outcome).isNotNull();
		return outcome;
	}

	/**
	 * Takes all messages out of a queue.
	 */
	private static List<Message> messages(String queueUrl, int expected) {
		Map<String, Message> all = new LinkedHashMap<>();
		for (int tries = 0; all.size() < expected && tries < 200; tries++) {
			List<Message> some = sqs
				.receiveMessage((request) -> request.queueUrl(queueUrl)
					.maxNumberOfMessages(10)
					.messageAttributeNames("All")
					.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
				.join()
				.messages();
			some.forEach((message) -> all.put(message.messageId(), message));
			if (!some.isEmpty()) {
				sqs.deleteMessageBatch((request) -> request.queueUrl(queueUrl)
					.entries(some.stream()
						.map((message) -> DeleteMessageBatchRequestEntry.builder()
							.id(message.messageId())
							.receiptHandle(message.receiptHandle())
							.build())
						.toList()))
					.join();
			}
		}
		return List.copyOf(all.values());
	}

	private static List<String> bodies(List<Message> messages) {
		return messages.stream().map(Message::body).toList();
	}

	private static List<String> json(List<OutgoingEvent> events) {
		return events.stream()
			.map((event) -> new String(event.json(), java.nio.charset.StandardCharsets.UTF_8))
			.toList();
	}

	@Test
	void everyEventArrivesOnceWithItsAttributes() {
		String queueUrl = queue(false);
		List<OutgoingEvent> events = TestOutgoing.events(97);
		assertThat(deliver(open(queueUrl), events)).isEqualTo(new DeliveryOutcome.Accepted());
		List<Message> messages = messages(queueUrl, 97);
		assertThat(bodies(messages)).containsExactlyInAnyOrderElementsOf(json(events));
		Message first = messages.stream()
			.filter((message) -> message.body().contains(events.getFirst().id().toString()))
			.findFirst()
			.orElseThrow();
		assertThat(first.messageAttributes()).hasSize(10);
		assertThat(first.messageAttributes().get("ce_id").stringValue()).isEqualTo(events.getFirst().id().toString());
		assertThat(first.messageAttributes().get("ce_type").stringValue()).isEqualTo("kms.key.create");
	}

	@Test
	void aFifoQueueHasThemInOrderAndARepetitionOnce() {
		String queueUrl = queue(true);
		List<OutgoingEvent> events = TestOutgoing.events(60);
		UUID subscription = UUID.randomUUID();
		Destination destination = open(this.destinations, queueUrl, subscription);
		assertThat(deliver(destination, events.subList(0, 40))).isEqualTo(new DeliveryOutcome.Accepted());
		assertThat(deliver(destination, events.subList(20, 60))).isEqualTo(new DeliveryOutcome.Accepted());
		List<Message> messages = messages(queueUrl, 60);
		assertThat(bodies(messages)).containsExactlyElementsOf(json(events));
		assertThat(messages).allMatch((message) -> subscription.toString()
			.equals(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID)));
	}

	@Test
	void largeEventsAreSpreadOverRequestsAndOneThatIsTooLargeIsRejected() {
		String queueUrl = queue(true);
		List<OutgoingEvent> events = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			events.add(TestOutgoing.event(i, "x".repeat(100_000)));
		}
		events.add(TestOutgoing.event(12, "x".repeat(300_000)));
		events.add(TestOutgoing.event(13, ""));
		assertThat(deliver(open(queueUrl), events))
			.isEqualTo(new DeliveryOutcome.Rejected(12, "The message is larger than 262144 bytes"));
		assertThat(bodies(messages(queueUrl, 12))).containsExactlyElementsOf(json(events.subList(0, 12)));
	}

	@Test
	void textsOfAnyKindArriveAsTheyWere() {
		String queueUrl = queue(true);
		List<OutgoingEvent> events = List.of(TestOutgoing.event(0, "\u00e4\u20ac\ud83d\ude00\u007f"),
				TestOutgoing.event(1, "a\uFFFEb\uFFFF"));
		assertThat(deliver(open(queueUrl), events)).isEqualTo(new DeliveryOutcome.Accepted());
		List<String> bodies = bodies(messages(queueUrl, 2));
		assertThat(bodies.getFirst()).isEqualTo(json(events).getFirst());
		assertThat(bodies.getLast()).contains("a\\ufffeb\\uffff");
	}

	@Test
	void aQueueThatIsNotThereIsNamedSo() {
		assertThat(deliver(open("http://127.0.0.1:%d/000000000000/missing".formatted(port)), TestOutgoing.events(2)))
			.isEqualTo(new DeliveryOutcome.Failed(0, "The queue does not exist", null));
	}

	@Test
	void aServerThatIsDownAndUpAgainGetsEverythingInOrder() {
		String queueUrl = queue(true);
		String name = queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
		Destination destination = open(queueUrl);
		List<OutgoingEvent> events = TestOutgoing.events(30);
		assertThat(deliver(destination, events.subList(0, 10))).isEqualTo(new DeliveryOutcome.Accepted());
		assertThat(bodies(messages(queueUrl, 10))).containsExactlyElementsOf(json(events.subList(0, 10)));
		server.stopAndWait();
		assertThat(deliver(destination, events.subList(10, 30)))
			.isEqualTo(new DeliveryOutcome.Failed(0, "The queue can't be reached", null));
		start(port);
		assertThat(deliver(destination, events.subList(10, 30)))
			.isEqualTo(new DeliveryOutcome.Failed(0, "The queue does not exist", null));
		create(name, true);
		assertThat(deliver(destination, events.subList(10, 30))).isEqualTo(new DeliveryOutcome.Accepted());
		assertThat(bodies(messages(queueUrl, 20))).containsExactlyElementsOf(json(events.subList(10, 30)));
	}

	@Test
	void aRedirectIsNotFollowed() throws Exception {
		AtomicInteger reached = new AtomicInteger();
		HttpServer other = HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
		other.createContext("/inside", (exchange) -> {
			reached.incrementAndGet();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		other.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders()
				.set("Location", "http://127.0.0.1:" + other.getAddress().getPort() + "/inside");
			exchange.sendResponseHeaders(307, -1);
			exchange.close();
		});
		other.start();
		DeliveryOutcome outcome = deliver(open("http://127.0.0.1:%d/1/q".formatted(other.getAddress().getPort())),
				TestOutgoing.events(2));
		other.stop(0);
		assertThat(outcome).isEqualTo(new DeliveryOutcome.Failed(0, "The queue answered with status 307", null));
		assertThat(reached).hasValue(0);
	}

	@Test
	void addressesThatAreNotPermittedAreNotConnectedTo() {
		SqsDestinations strict = new SqsDestinations(new Outbound(new TargetRules(false), Duration.ofSeconds(10)),
				false);
		Destination refused = open(strict, queue(false).replace("127.0.0.1", "localhost"), UUID.randomUUID());
		DeliveryOutcome outcome = deliver(refused, TestOutgoing.events(2));
		refused.close().block(WITHIN);
		this.open.remove(refused);
		strict.close();
		assertThat(outcome).isInstanceOfSatisfying(DeliveryOutcome.Failed.class,
				(failed) -> assertThat(failed.reason()).startsWith("localhost does not lead to public addresses only"));
	}

	@Test
	void aDestinationIsNotMuchSlowerThanThePlainClient() {
		String queueUrl = queue(false);
		Destination destination = open(queueUrl);
		List<OutgoingEvent> events = TestOutgoing.events(SqsDestination.BATCH);
		SqsMessages messages = new SqsMessages("g", false);
		double best = 0;
		for (int round = 1; round <= 3; round++) {
			double plain = rate(() -> {
				for (int from = 0; from < events.size(); from += 10) {
					List<SendMessageBatchRequestEntry> part = new ArrayList<>();
					for (int i = from; i < from + 10; i++) {
						part.add(messages.of(events.get(i), i));
					}
					sqs.sendMessageBatch((request) -> request.queueUrl(queueUrl).entries(part)).join();
				}
			});
			double ours = rate(
					() -> assertThat(deliver(destination, events)).isEqualTo(new DeliveryOutcome.Accepted()));
			System.out.printf("SQS, round %d: plain client %.0f messages/s, destination %.0f messages/s, ratio %.2f%n",
					round, plain, ours, ours / plain);
			best = Math.max(best, ours / plain);
		}
		assertThat(best).isGreaterThan(0.4);
	}

	private static double rate(Runnable step) {
		int times = 5;
		long start = System.nanoTime();
		for (int i = 0; i < times; i++) {
			step.run();
		}
		return times * SqsDestination.BATCH / ((System.nanoTime() - start) / 1e9);
	}

}
