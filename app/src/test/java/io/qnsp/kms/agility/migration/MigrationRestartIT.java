package io.qnsp.kms.agility.migration;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.qnsp.app.testing.ServerProcess;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static io.qnsp.kms.agility.AgilityCalls.PLANS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server is killed with SIGKILL while a plan moves keys. After the next start the
 * plan goes on by itself, and every key has been moved exactly once.
 */
class MigrationRestartIT {

	private static final String KEY = "qnsp_pqc_migration-restart-test-key-0001";

	private static final int KEYS = 120;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static JsonNode call(ServerProcess server, String method, String path, String body, int status) {
		HttpResponse<String> answer = server.call(method, path, KEY, body.isEmpty() ? null : body);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		return JSON.readTree(answer.body());
	}

	private static JsonNode plan(ServerProcess server, String planId) {
		return call(server, "GET", PLANS + "/" + planId, "", 200);
	}

	private static int migrated(ServerProcess server, String planId) {
		return plan(server, planId).path("progress").path("keysMigrated").asInt();
	}

	@Test
	void aPlanGoesOnAfterTheServerWasKilled() {
		try (ServerProcess server = new ServerProcess(Map.of("QNSP_BOOTSTRAP_API_KEY", KEY))) {
			server.start();
			List<String> keys = new ArrayList<>();
			for (int i = 0; i < KEYS; i++) {
				keys.add(call(server, "POST", "/kms/v1/keys", """
						{"algorithm": "ECDSA-P256", "purpose": "signing"}""", 201).path("keyId").asString());
			}
			String planId = call(server, "POST", PLANS, """
					{"name": "killed", "targetAlgorithms": {"signing": "ML-DSA-65"}}""", 201).path("planId").asString();
			call(server, "PATCH", PLANS + "/" + planId, "{\"status\": \"active\"}", 200);
			await().atMost(Duration.ofSeconds(30))
				.pollInterval(Duration.ofMillis(5))
				.until(() -> migrated(server, planId) > 0);
			server.kill();
			server.start();
			int afterTheKill = migrated(server, planId);
			// A job that was under way is taken over when its lease of 30 s has expired.
			await().atMost(Duration.ofSeconds(90))
				.until(() -> plan(server, planId).path("status").asString().equals("completed"));
			assertThat(migrated(server, planId)).isEqualTo(KEYS).isGreaterThan(afterTheKill);
			assertThat(keys).allSatisfy(
					(key) -> assertThat(call(server, "GET", "/kms/v1/keys/" + key, "", 200).path("version").asInt())
						.isEqualTo(2));
			JdbcTemplate database = new JdbcTemplate(server.database("qnsp_system"));
			assertThat(count(database, "SELECT count(*) FROM audit_event WHERE event_type = 'kms.key.upgrade'"))
				.isEqualTo(KEYS);
			assertThat(count(database,
					"SELECT count(*) FROM audit_event WHERE event_type = 'kms.migration_plan.complete'"))
				.isOne();
		}
	}

	private static long count(JdbcTemplate database, String sql) {
		Long count = database.queryForObject(sql, Long.class);
		return (count != null) ? count : -1;
	}

}
