package io.qnsp.kms.analytics.notification;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.kms.analytics.AnalyticsCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class AlertDeliveryIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final AtomicInteger status = new AtomicInteger(204);

	private AnalyticsCalls calls;

	private DisposableServer receiver;

	@BeforeEach
	void start() {
		this.calls = new AnalyticsCalls(this.client);
		this.receiver = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> request.receive()
				.aggregate()
				.asString()
				.doOnNext((body) -> this.received.add(request.uri() + " " + body))
				.then(response.status(this.status.get()).send().then()))
			.bindNow();
	}

	@AfterEach
	void stop() {
		this.receiver.disposeNow();
	}

	private UUID use(Account owner) {
		UUID key = this.calls.signingKey(owner);
		this.calls.rule(owner, """
				{"name":"watch","severity":"critical","notificationChannels":["http://127.0.0.1:%d/a",
				"http://127.0.0.1:%1$d/b"],
				"condition":{"metric":"operation_count","operator":"gt","threshold":0,"window":"30d"}}
				""".formatted(this.receiver.port()));
		this.calls.sign(owner, key, null, 1, 200);
		return key;
	}

	private static List<String> outbox(Account owner, String column) {
		return AnalyticsCalls.rows("SELECT (%s)::text FROM kms_alert_notification WHERE tenant_id = '%s' ORDER BY place"
			.formatted(column, owner.tenantId()));
	}

	@Test
	void tellsEveryWebhookOfTheRule() {
		Account owner = this.tenants.owner();
		UUID key = use(owner);
		Eventually.until("both deliveries", () -> outbox(owner, "state").equals(List.of("delivered", "delivered")));
		assertThat(this.received).hasSize(2);
		assertThat(this.received.stream().map((one) -> one.substring(0, 2)).toList()).containsExactlyInAnyOrder("/a",
				"/b");
		JsonNode message = JsonMapper.builder().build().readTree(this.received.getFirst().substring(3));
		JsonNode alert = this.calls.alerts(owner).path(0);
		assertThat(message.path("type").asString()).isEqualTo("kms.usage_alert");
		assertThat(message.path("keyId").asString()).isEqualTo(key.toString());
		assertThat(message.path("ruleName").asString()).isEqualTo("watch");
		for (String field : List.of("alertId", "ruleId", "severity", "message", "alertType", "triggeredAt")) {
			assertThat(message.path(field)).as(field).isEqualTo(alert.path(field));
		}
		assertThat(outbox(owner, "attempts")).containsExactly("1", "1");
	}

	@Test
	void triesAgainAndKeepsWhatCannotBeDeliveredWithItsError() {
		Account owner = this.tenants.owner();
		this.status.set(500);
		use(owner);
		Eventually.until("the first attempts",
				() -> outbox(owner, "last_error").equals(List.of("answered 500", "answered 500")));
		assertThat(outbox(owner, "state")).containsExactly("pending", "pending");
		assertThat(outbox(owner, "due_at > now() + interval '5 seconds'")).containsExactly("true", "true");
		AnalyticsCalls.execute("UPDATE kms_alert_notification SET due_at = now(), attempts = 7 WHERE place = 1 "
				+ "AND tenant_id = '" + owner.tenantId() + "'");
		Eventually.until("the end of the first", () -> outbox(owner, "state").equals(List.of("dead", "pending")));
		assertThat(outbox(owner, "attempts")).containsExactly("8", "1");
		this.status.set(200);
		AnalyticsCalls.execute("UPDATE kms_alert_notification SET due_at = now() WHERE place = 2 AND tenant_id = '"
				+ owner.tenantId() + "'");
		Eventually.until("the delivery of the second",
				() -> outbox(owner, "state").equals(List.of("dead", "delivered")));
	}

	@Test
	void leavesAnAttemptThatNobodyEndedToTheEndOfItsLease() {
		Account owner = this.tenants.owner();
		use(owner);
		Eventually.until("both deliveries", () -> outbox(owner, "state").equals(List.of("delivered", "delivered")));
		this.received.clear();
		String tenant = " AND tenant_id = '" + owner.tenantId() + "'";
		AnalyticsCalls.execute("UPDATE kms_alert_notification SET state = 'pending', ended_at = NULL, "
				+ "due_at = now() + interval '1 hour' WHERE place = 1" + tenant);
		AnalyticsCalls.execute("UPDATE kms_alert_notification SET state = 'pending', ended_at = NULL, "
				+ "due_at = now() - interval '1 second' WHERE place = 2" + tenant);
		Eventually.until("the second", () -> outbox(owner, "state").equals(List.of("pending", "delivered")));
		assertThat(this.received).singleElement().asString().startsWith("/b");
	}

}
