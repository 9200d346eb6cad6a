package io.qnsp.app.proof;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.qnsp.app.testing.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * No audit, no answer: with the journal blocked, the database frozen or the database
 * gone, calls that demand audit are refused in time, nothing is changed, and the server
 * serves again by itself.
 */
class AuditFailureIT {

	private static final String KEY = "qnsp_pqc_audit-failure-owner-key-1";

	private static final ServerProcess SERVER = new ServerProcess(Map.of("QNSP_BOOTSTRAP_API_KEY", KEY,
			"QNSP_BOOTSTRAP_OPERATOR_API_KEY", "qnsp_pqc_audit-failure-operator-key"));

	/** The journal's deadline is 2 s, a lock and a BEGIN are waited for 2 s. */
	private static final Duration REFUSED_WITHIN = Duration.ofSeconds(5);

	/** A frozen server resets no connection: one statement may take its full timeout. */
	private static final Duration FROZEN_READ_WITHIN = Duration.ofSeconds(10);

	private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(40);

	@BeforeAll
	static void start() {
		SERVER.start();
	}

	@AfterAll
	static void stop() {
		SERVER.close();
	}

	@Test
	void refusesWhatDemandsAuditWhileTheJournalIsBlocked() throws SQLException {
		String name = "blocked-" + UUID.randomUUID();
		try (Connection connection = SERVER.database("postgres").getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE");
			refused(() -> create(name), REFUSED_WITHIN);
			refused(AuditFailureIT::list, REFUSED_WITHIN);
			assertThat(SERVER.status("/auth/jwt/public-key")).as("read without audit").isEqualTo(200);
			connection.rollback();
		}
		servesAgain(name);
	}

	@Test
	void refusesInTimeWhileTheDatabaseIsFrozen() {
		String name = "frozen-" + UUID.randomUUID();
		list();
		List<ProcessHandle> postgres = Stream.concat(Stream.of(SERVER.postgres()), SERVER.postgres().descendants())
			.toList();
		signal(postgres, "STOP");
		try {
			refused(() -> create(name), REFUSED_WITHIN);
			refused(AuditFailureIT::list, FROZEN_READ_WITHIN);
			assertThat(SERVER.status("/auth/jwt/public-key")).as("read without audit").isEqualTo(200);
			assertThat(SERVER.status("/actuator/health/readiness")).isEqualTo(503);
			assertThat(SERVER.status("/actuator/health/liveness")).isEqualTo(200);
		}
		finally {
			signal(postgres, "CONT");
		}
		servesAgain(name);
	}

	@Test
	void startsTheDatabaseAgainWhenItWasKilled() {
		String kept = "kept-" + UUID.randomUUID();
		String name = "killed-" + UUID.randomUUID();
		assertThat(create(kept).statusCode()).isEqualTo(201);
		ProcessHandle killed = SERVER.postgres();
		signal(List.of(killed), "KILL");
		refused(() -> create(name), REFUSED_WITHIN);
		refused(AuditFailureIT::list, REFUSED_WITHIN);
		assertThat(SERVER.status("/auth/jwt/public-key")).as("read without audit").isEqualTo(200);
		assertThat(SERVER.status("/actuator/health/liveness")).isEqualTo(200);
		servesAgain(name);
		assertThat(SERVER.postgres().pid()).isNotEqualTo(killed.pid());
		assertThat(keys(kept)).isEqualTo(1);
	}

	private static HttpResponse<String> create(String name) {
		return SERVER.call("POST", "/auth/api-keys", KEY, """
				{"name":"%s","scopes":["read:auth"]}""".formatted(name));
	}

	private static HttpResponse<String> list() {
		return SERVER.call("GET", "/auth/api-keys?limit=1", KEY, null);
	}

	private static void refused(java.util.function.Supplier<HttpResponse<String>> call, Duration within) {
		long start = System.nanoTime();
		HttpResponse<String> response = call.get();
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
		assertThat(response.body()).containsAnyOf("\"AUDIT_UNAVAILABLE\"", "\"SERVICE_UNAVAILABLE\"");
		assertThat(response.headers().firstValue("Retry-After")).isPresent();
		assertThat(took).isLessThan(within);
	}

	private static void servesAgain(String refusedName) {
		await().atMost(RECOVERED_WITHIN).pollInterval(Duration.ofMillis(100)).until(SERVER::isReady);
		await().atMost(RECOVERED_WITHIN)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> create("after-" + refusedName).statusCode() == 201);
		assertThat(list().statusCode()).isEqualTo(200);
		assertThat(keys(refusedName)).as("keys of the refused call").isZero();
	}

	private static int keys(String name) {
		Integer count = new JdbcTemplate(SERVER.database("qnsp_system"))
			.queryForObject("SELECT count(*) FROM api_key WHERE name = ?", Integer.class, name);
		return (count != null) ? count : -1;
	}

	private static void signal(List<ProcessHandle> processes, String signal) {
		String pids = String.join(" ", processes.stream().map((one) -> Long.toString(one.pid())).toList());
		try {
			assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pids).start().waitFor()).isZero();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
