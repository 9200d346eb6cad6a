package io.qnsp.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.qnsp.app.proof.PersistentClient.Work;
import io.qnsp.app.testing.KafkaBroker;
import io.qnsp.app.testing.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three servers on one database, two of them with Kafka between them: whatever dies, a
 * dashboard sees every event once and in order.
 */
class KafkaTransportIT {

	private static final Duration WITHIN = Duration.ofSeconds(60);

	private static final String KEY = "qnsp_pqc_kafka-transport-owner-key-0001";

	private static final String OPERATOR = "qnsp_pqc_kafka-transport-operator-key-1";

	private static final Work WORK = new Work("/auth/risk/evaluate", """
			{"userId":"%s","ipAddress":"203.0.113.7","userAgent":"kafka-transport-test"}""");

	private static final Map<String, String> KEYS = Map.of("QNSP_BOOTSTRAP_API_KEY", KEY,
			"QNSP_BOOTSTRAP_OPERATOR_API_KEY", OPERATOR);

	// Its PostgreSQL has connections for the others too.
	private static final ServerProcess FIRST = new ServerProcess(KEYS);

	private static final List<ServerProcess> OTHERS = new ArrayList<>();

	private final KafkaBroker broker = KafkaBroker.shared();

	@AfterAll
	static void stop() {
		OTHERS.forEach(ServerProcess::close);
		FIRST.close();
	}

	private ServerProcess another() {
		PGSimpleDataSource database = FIRST.database("qnsp_app");
		ServerProcess other = new ServerProcess(KEYS);
		other.set("QNSP_DATABASE_APPPOOLSIZE", "4");
		other.set("QNSP_DATABASE_SYSTEMPOOLSIZE", "4");
		other.set("QNSP_DATABASE_URL", "postgresql://127.0.0.1:" + database.getPortNumbers()[0] + "/qnsp");
		Stream.of("owner", "app", "system")
			.forEach((role) -> other.set("QNSP_DATABASE_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD",
					FIRST.database("qnsp_" + role).getPassword()));
		other.set("QNSP_ROOT_KEY_FILE", FIRST.data().resolve("keys/root.key").toString());
		other.set("QNSP_TRANSPORT_KAFKA_BOOTSTRAPSERVERS", this.broker.plain());
		other.set("QNSP_TRANSPORT_KAFKA_LEASE", "2s");
		OTHERS.add(other);
		other.start();
		return other;
	}

	private static double meter(ServerProcess server, String name) {
		return server.call("GET", "/actuator/prometheus", OPERATOR, null)
			.body()
			.lines()
			.filter((line) -> line.startsWith(name + " ") || line.startsWith(name + "{"))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private static boolean leads(ServerProcess server) {
		return meter(server, "qnsp_transport_leader") == 1;
	}

	private static double fed(ServerProcess server) {
		return meter(server, "qnsp_journal_events_fed_total");
	}

	@Test
	void theLossOfBrokerOrLeaderIsNotSeenByADashboard() throws Exception {
		FIRST.start();
		ServerProcess leader = another();
		await().atMost(WITHIN).until(() -> leads(leader));
		ServerProcess follower = another();
		assertThat(leads(follower)).isFalse();
		StreamClient ofLeader = new StreamClient(leader, KEY);
		StreamClient ofFollower = new StreamClient(follower, KEY);
		List<Thread> reading = Stream.of(ofLeader, ofFollower)
			.map((stream) -> Thread.ofPlatform().daemon().start(stream))
			.toList();
		await().atMost(WITHIN).until(() -> ofLeader.isConnected() && ofFollower.isConnected());
		List<PersistentClient> clients = List.of(new PersistentClient(FIRST, KEY, "kt-first", WORK),
				new PersistentClient(leader, KEY, "kt-leader", WORK),
				new PersistentClient(follower, KEY, "kt-follower", WORK));
		List<Thread> threads = clients.stream().map((client) -> Thread.ofPlatform().start(client)).toList();
		await().atMost(WITHIN).until(() -> fed(follower) > 100 && fed(leader) > 100);
		this.broker.kill();
		answers(clients.getFirst(), 50);
		this.broker.start();
		double before = fed(follower);
		await().atMost(WITHIN).until(() -> fed(follower) > before + 100);
		await().atMost(WITHIN).until(() -> leads(leader) || leads(follower));
		ServerProcess victim = leads(leader) ? leader : follower;
		ServerProcess survivor = (victim == leader) ? follower : leader;
		victim.kill();
		await().atMost(WITHIN).until(() -> leads(survivor));
		double after = fed(survivor);
		await().atMost(WITHIN).until(() -> fed(survivor) > after + 100);
		clients.forEach(PersistentClient::stop);
		for (Thread thread : threads) {
			thread.join();
		}
		JdbcTemplate database = new JdbcTemplate(FIRST.database("qnsp_system"));
		List<String> events = database.queryForList("SELECT request_id FROM audit_event WHERE request_id LIKE 'kt-%'",
				String.class);
		assertThat(events).doesNotHaveDuplicates();
		clients.forEach((client) -> assertThat(events).containsAll(client.answered()));
		streamHasThemAll(database, (survivor == leader) ? ofLeader : ofFollower);
		ofLeader.stop();
		ofFollower.stop();
		for (Thread thread : reading) {
			thread.join(Duration.ofSeconds(20));
		}
	}

	private static void answers(PersistentClient client, int more) {
		int before = client.answered().size();
		await().atMost(WITHIN).until(() -> client.answered().size() > before + more);
	}

	private static void streamHasThemAll(JdbcTemplate database, StreamClient stream) {
		List<String> journal = database.queryForList("""
				SELECT event_id::text FROM audit_event WHERE request_id LIKE 'kt-%' ORDER BY xid, event_id""",
				String.class);
		await().atMost(WITHIN).until(() -> stream.lastEventId().equals(journal.getLast()));
		assertThat(stream.eventIds()).filteredOn(journal::contains).containsExactlyElementsOf(journal);
	}

}
