package io.qnsp.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.qnsp.app.proof.PersistentClient.Work;
import io.qnsp.app.testing.KafkaBroker;
import io.qnsp.app.testing.ServerProcess;
import io.qnsp.audit.delivery.TestReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three servers on one database and one broker. For two minutes one after the other is
 * killed with SIGKILL and started again, while clients post to each. At the end every
 * call that was answered 2xx is in the journal once, in every destination at least once
 * and in order, and no dashboard has missed or seen twice anything.
 */
class ThreeInstancesIT {

	private static final Duration LOAD = Duration.ofMinutes(2);

	private static final Duration ALIVE = Duration.ofSeconds(4);

	// Leaves a small machine the time to start a server beside two that work.
	private static final Duration PAUSE = Duration.ofMillis(10);

	private static final Duration CATCH_UP = Duration.ofSeconds(120);

	private static final String KEY = "qnsp_pqc_three-instances-owner-key-0001";

	private static final String TOPIC = "three-instances";

	/** The most events that one delivery to Kafka or SQS hands over. */
	private static final int LARGEST_BATCH = 500;

	private static final Work WORK = new Work("/auth/risk/evaluate", """
			{"userId":"%s","ipAddress":"203.0.113.7","userAgent":"three-instances-test"}""");

	private static final KafkaBroker BROKER = KafkaBroker.shared();

	private static final SharedDatabase DATABASE = new SharedDatabase();

	private static final TestReceiver WEBHOOK = new TestReceiver();

	private static final FifoQueue QUEUE = new FifoQueue();

	private static final List<ServerProcess> SERVERS = new ArrayList<>();

	private static final List<PersistentClient> CLIENTS = new ArrayList<>();

	private static final List<StreamClient> STREAMS = new ArrayList<>();

	private static List<String> journal = List.of();

	private static List<String> inKafka = List.of();

	private static int kills;

	@BeforeAll
	static void killOneAfterTheOtherUnderLoad() throws Exception {
		BROKER.createTopic(TOPIC, 1, Map.of());
		for (int i = 0; i < 3; i++) {
			SERVERS.add(new ServerProcess(environment()));
			SERVERS.getLast().start();
		}
		List<Thread> reading = new ArrayList<>(List.of(Thread.ofPlatform().daemon().start(QUEUE)));
		subscribe();
		for (ServerProcess server : SERVERS) {
			STREAMS.add(new StreamClient(server, KEY));
			CLIENTS.add(new PersistentClient(server, KEY, "three-" + CLIENTS.size(), WORK, PAUSE));
		}
		STREAMS.forEach((stream) -> reading.add(Thread.ofPlatform().daemon().start(stream)));
		await().atMost(CATCH_UP).until(() -> STREAMS.stream().allMatch(StreamClient::isConnected));
		List<Thread> posting = CLIENTS.stream().map((client) -> Thread.ofPlatform().start(client)).toList();
		killInTurn();
		CLIENTS.forEach(PersistentClient::stop);
		for (Thread thread : posting) {
			thread.join();
		}
		awaitTheLastEverywhere();
		QUEUE.stop();
		for (StreamClient stream : STREAMS) {
			stream.stop();
		}
		for (Thread thread : reading) {
			thread.join(Duration.ofSeconds(20));
		}
	}

	private static Map<String, String> environment() {
		Map<String, String> environment = new HashMap<>(DATABASE.environment());
		environment.put("QNSP_DATABASE_APPPOOLSIZE", "8");
		environment.put("QNSP_DATABASE_SYSTEMPOOLSIZE", "8");
		environment.put("QNSP_BOOTSTRAP_API_KEY", KEY);
		environment.put("QNSP_STREAMING_ALLOWINSECURE", "true");
		environment.put("QNSP_STREAMING_DELIVERY_LEASE", "3s");
		environment.put("QNSP_TRANSPORT_KAFKA_BOOTSTRAPSERVERS", BROKER.plain());
		environment.put("QNSP_TRANSPORT_KAFKA_LEASE", "3s");
		environment.put("QNSP_INTEGRITY_MAXEVENTS", "200");
		environment.put("QNSP_INTEGRITY_MAXAGE", "1s");
		environment.put("QNSP_INTEGRITY_INTERVAL", "1s");
		return environment;
	}

	private static void subscribe() {
		subscribe("webhook", "\"url\":\"%s\"".formatted(WEBHOOK.url()));
		subscribe("kafka", "\"bootstrapServers\":\"%s\",\"topic\":\"%s\",\"security\":\"plaintext\""
			.formatted(BROKER.plain(), TOPIC));
		subscribe("sqs",
				"\"queueUrl\":\"%s\",\"region\":\"eu-central-1\",\"accessKeyId\":\"AKIAIOSFODNN7EXAMPLE\",\"secretAccessKey\":\"not-a-real-secret-key\""
					.formatted(QUEUE.url()));
	}

	private static void subscribe(String type, String config) {
		var answer = SERVERS.getFirst().call("POST", "/v1/streaming/subscriptions", KEY, """
				{"name":"%s","filters":{"eventTypes":["auth.risk.evaluate"]},"destination":{"type":"%s","config":{%s}}}
				""".formatted(type, type, config));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
	}

	private static void killInTurn() {
		long end = System.nanoTime() + LOAD.toNanos();
		for (int turn = 0; turn < SERVERS.size() || System.nanoTime() < end; turn++) {
			ServerProcess victim = SERVERS.get(turn % SERVERS.size());
			PersistentClient client = CLIENTS.get(turn % SERVERS.size());
			int before = client.answered().size();
			await().pollDelay(ALIVE).atMost(CATCH_UP).until(() -> client.answered().size() > before);
			victim.kill();
			kills++;
			victim.start();
		}
	}

	private static void awaitTheLastEverywhere() {
		long start = System.nanoTime();
		JdbcTemplate database = DATABASE.system();
		journal = database.queryForList("""
				SELECT event_id::text FROM audit_event WHERE event_type = 'auth.risk.evaluate' ORDER BY xid, event_id
				""", String.class);
		String last = journal.getLast();
		awaitIn("the webhook", WEBHOOK::ids);
		awaitIn("the queue", QUEUE::ids);
		awaitIn("the topic", ThreeInstancesIT::idsInKafka);
		inKafka = idsInKafka();
		STREAMS.forEach((stream) -> await().atMost(CATCH_UP).until(() -> stream.hasSeen(last)));
		System.getLogger("measured")
			.log(System.Logger.Level.INFO, "%d kills, %d events, everywhere %d s after the last".formatted(kills,
					journal.size(), Duration.ofNanos(System.nanoTime() - start).toSeconds()));
	}

	private static void awaitIn(String destination, Supplier<List<String>> ids) {
		String last = journal.getLast();
		await().atMost(CATCH_UP)
			.pollInterval(Duration.ofSeconds(1))
			.untilAsserted(() -> assertThat(ids.get().contains(last))
				.as(() -> "the last of %d events is in %s, which has %d; %s".formatted(journal.size(), destination,
						ids.get().size(),
						SERVERS.getFirst().call("GET", "/v1/streaming/subscriptions", KEY, null).body()))
				.isTrue());
	}

	private static List<String> idsInKafka() {
		return BROKER.records(TOPIC, 0)
			.stream()
			.map((record) -> JsonMapper.shared().readTree(record.value()).path("id").asString())
			.toList();
	}

	@AfterAll
	static void stop() {
		SERVERS.forEach(ServerProcess::close);
		WEBHOOK.close();
		QUEUE.close();
		DATABASE.close();
	}

	@Test
	void eachServerWasKilledWhileItAnswered() {
		assertThat(kills).isGreaterThanOrEqualTo(SERVERS.size());
		assertThat(CLIENTS).allSatisfy((client) -> {
			assertThat(client.answered()).hasSizeGreaterThan(100);
			assertThat(client.unanswered()).isPositive();
		});
	}

	@Test
	void everyAnsweredCallIsInTheJournalOnce() {
		List<String> recorded = DATABASE.system().queryForList("""
				SELECT request_id FROM audit_event
				WHERE event_type = 'auth.risk.evaluate' AND outcome = 'success' AND request_id LIKE 'three-%'
				""", String.class);
		assertThat(recorded).doesNotHaveDuplicates();
		CLIENTS.forEach((client) -> assertThat(recorded).containsAll(client.answered()));
	}

	@Test
	void aWebhookGetsEveryEventInOrderAndRepeatsAtMostTheLast() {
		assertDelivered(WEBHOOK.ids(), 1);
	}

	@Test
	void aTopicGetsEveryEventInOrderAndRepeatsAtMostTheLastBatch() {
		assertDelivered(inKafka, LARGEST_BATCH);
	}

	@Test
	void aFifoQueueGetsEveryEventInOrderAndRepeatsNone() {
		assertThat(QUEUE.ids()).containsExactlyElementsOf(journal);
	}

	@Test
	void dashboardsThatReconnectMissNothingAndSeeNothingTwice() {
		Set<String> known = new HashSet<>(journal);
		assertThat(STREAMS).allSatisfy((stream) -> {
			assertThat(stream.connections()).isGreaterThan(1);
			assertThat(stream.eventIds().stream().filter(known::contains).toList()).containsExactlyElementsOf(journal);
		});
	}

	@Test
	void checkpointsThatWereMadeMeanwhileCoverEveryEventAndAreValid() {
		JdbcTemplate database = DATABASE.system();
		await().atMost(CATCH_UP).until(() -> Boolean.TRUE.equals(database.queryForObject("""
				SELECT (SELECT max(c.last_xid) FROM audit_checkpoint c WHERE c.tenant_id = e.tenant_id) >= e.xid
				FROM audit_event e WHERE e.event_id = CAST(? AS uuid)
				""", Boolean.class, journal.getLast())));
		int checkpoints = 0;
		int events = 0;
		JsonNode verdict = verify("");
		while (true) {
			assertThat(verdict.path("valid").asBoolean()).as(verdict.toString()).isTrue();
			checkpoints += verdict.path("checkpointsVerified").asInt();
			events += verdict.path("eventsVerified").asInt();
			if (!verdict.hasNonNull("nextCursor")) {
				break;
			}
			verdict = verify(",\"cursor\":\"%s\"".formatted(verdict.path("nextCursor").asString()));
		}
		assertThat(checkpoints).isGreaterThan(kills);
		assertThat(events).isGreaterThanOrEqualTo(journal.size());
	}

	private static JsonNode verify(String cursor) {
		var answer = SERVERS.getFirst().call("POST", "/audit/v1/verify", KEY, """
				{"startTime":"2026-01-01T00:00:00Z","endTime":"2999-01-01T00:00:00Z"%s}""".formatted(cursor));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(answer.body());
	}

	/**
	 * Repetitions start at most a batch back: what came first is the journal, in its
	 * order.
	 */
	private static void assertDelivered(List<String> delivered, int batch) {
		assertThat(new LinkedHashSet<>(delivered)).containsExactlyElementsOf(journal);
		Map<String, Integer> places = new HashMap<>();
		for (int i = 0; i < journal.size(); i++) {
			places.put(journal.get(i), i);
		}
		int furthest = -1;
		for (String id : delivered) {
			int place = places.get(id);
			assertThat(place).as("an event after number %d", furthest).isGreaterThan(furthest - batch);
			furthest = Math.max(furthest, place);
		}
	}

}
