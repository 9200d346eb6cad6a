package io.qnsp.app.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.app.proof.PersistentClient.Work;
import io.qnsp.app.testing.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server is killed with SIGKILL twice while clients post. Every call that was
 * answered 2xx has its event, its usage and its change exactly once; a call that was not
 * answered has all of them or none.
 */
class KillIT {

	private static final String KEY = "qnsp_pqc_kill-test-owner-key-0001";

	private static final String OPERATOR_KEY = "qnsp_pqc_kill-test-operator-key-0001";

	private static final int CALLS_BETWEEN_KILLS = 250;

	private static final Work CHANGE = new Work("/auth/api-keys", """
			{"name":"%s","scopes":["read:auth"]}""");

	private static final Work METERED = new Work("/auth/risk/evaluate", """
			{"userId":"%s","ipAddress":"203.0.113.7","userAgent":"kill-test"}""");

	private static final ServerProcess SERVER = new ServerProcess(
			Map.of("QNSP_BOOTSTRAP_API_KEY", KEY, "QNSP_BOOTSTRAP_OPERATOR_API_KEY", OPERATOR_KEY));

	private static final List<PersistentClient> CLIENTS = new ArrayList<>();

	private static final StreamClient STREAM = new StreamClient(SERVER, KEY);

	private static JdbcTemplate database = new JdbcTemplate();

	@BeforeAll
	static void postWhileTheServerIsKilledTwice() throws Exception {
		SERVER.start();
		List<Thread> threads = new ArrayList<>();
		Thread stream = Thread.ofPlatform().daemon().start(STREAM);
		await().atMost(Duration.ofSeconds(10)).until(STREAM::isConnected);
		for (int i = 0; i < 2; i++) {
			CLIENTS.add(new PersistentClient(SERVER, KEY, "change-" + i, CHANGE));
			CLIENTS.add(new PersistentClient(SERVER, KEY, "metered-" + i, METERED));
		}
		CLIENTS.forEach((client) -> threads.add(Thread.ofPlatform().start(client)));
		for (int kill = 0; kill < 2; kill++) {
			awaitCalls();
			SERVER.kill();
			SERVER.start();
		}
		awaitCalls();
		CLIENTS.forEach(PersistentClient::stop);
		for (Thread thread : threads) {
			thread.join();
		}
		database = new JdbcTemplate(SERVER.database("qnsp_system"));
		await().atMost(Duration.ofSeconds(30)).until(() -> journal().getLast().equals(STREAM.lastEventId()));
		STREAM.stop();
		stream.join(Duration.ofSeconds(20));
	}

	/**
	 * The tenant's events in the order of the journal.
	 */
	private static List<String> journal() {
		return database.queryForList(
				"SELECT event_id::text FROM audit_event WHERE tenant_id = ?::uuid" + " ORDER BY xid, event_id",
				String.class, "00000000-0000-7000-8000-000000000002");
	}

	private static void awaitCalls() {
		int before = answered().size();
		await().atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> answered().size() >= before + CALLS_BETWEEN_KILLS);
	}

	private static List<String> answered() {
		return CLIENTS.stream().flatMap((client) -> client.answered().stream()).toList();
	}

	@AfterAll
	static void stopServer() {
		SERVER.close();
	}

	@Test
	void clientsWereAnsweredAndCutOff() {
		assertThat(answered()).hasSizeGreaterThanOrEqualTo(3 * CALLS_BETWEEN_KILLS);
		assertThat(CLIENTS).allSatisfy((client) -> assertThat(client.unanswered()).isPositive());
		assertThat(CLIENTS.stream().flatMap((client) -> client.refused().stream())).as("refused calls").isEmpty();
	}

	@Test
	void everyAnsweredCallHasItsEventExactlyOnce() {
		Map<String, Integer> events = counts("""
				SELECT request_id, count(*) FROM audit_event
				WHERE outcome = 'success' AND request_id ~ '^(change|metered)-'
				GROUP BY request_id
				""");
		assertThat(answered()).allSatisfy((id) -> assertThat(events).as(id).containsEntry(id, 1));
		assertThat(events.values()).allSatisfy((count) -> assertThat(count).isEqualTo(1));
	}

	@Test
	void everyChangeIsThereExactlyOnceTogetherWithItsEvent() {
		Map<String, Integer> changes = counts(
				"SELECT name, count(*) FROM api_key WHERE name LIKE 'change-%' GROUP BY 1");
		Set<String> answered = answered().stream()
			.filter((id) -> id.startsWith("change-"))
			.collect(Collectors.toUnmodifiableSet());
		assertThat(changes.keySet()).containsAll(answered);
		assertThat(changes.values()).allSatisfy((count) -> assertThat(count).isEqualTo(1));
		Map<String, Integer> events = counts("""
				SELECT request_id, count(*) FROM audit_event
				WHERE outcome = 'success' AND event_type = 'auth.api_key.create' AND request_id LIKE 'change-%'
				GROUP BY 1
				""");
		assertThat(changes).isEqualTo(events);
	}

	@Test
	void everyMeteredCallIsBilledExactlyOnce() {
		String events = """
				SELECT coalesce(sum(units), 0) FROM audit_event
				WHERE outcome = 'success' AND billable_operation = 'auth.risk_evaluation'
				""";
		String usage = """
				SELECT coalesce(sum(units), 0) FROM usage_meter WHERE billable_operation = 'auth.risk_evaluation'
				""";
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(number(usage)).isEqualTo(number(events)));
		assertThat(number(usage))
			.isGreaterThanOrEqualTo(answered().stream().filter((id) -> id.startsWith("metered-")).count());
		assertThat(number("SELECT count(units) FROM audit_event WHERE outcome <> 'success'"))
			.as("usage of calls that did not succeed")
			.isZero();
	}

	@Test
	void reconnectingStreamShowsEveryEventOnceAndInOrder() {
		List<String> seen = STREAM.eventIds();
		List<String> journal = journal();
		assertThat(STREAM.connections()).as("connections").isGreaterThanOrEqualTo(3);
		assertThat(STREAM.otherEvents()).isEmpty();
		assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(answered().size());
		assertThat(seen).isEqualTo(journal.subList(journal.indexOf(seen.getFirst()), journal.size()));
	}

	private static long number(String sql) {
		Long number = database.queryForObject(sql, Long.class);
		return (number != null) ? number : -1;
	}

	private static Map<String, Integer> counts(String sql) {
		Map<String, Integer> counts = new HashMap<>();
		database.query(sql, (row) -> {
			counts.put(row.getString(1), row.getInt(2));
		});
		return counts;
	}

}
