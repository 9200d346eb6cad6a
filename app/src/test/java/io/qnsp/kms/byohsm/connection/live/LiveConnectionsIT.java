package io.qnsp.kms.byohsm.connection.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestHsms;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.SoftToken;
import io.qnsp.kms.analytics.AnalyticsCalls;
import io.qnsp.kms.byohsm.HsmCalls;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class LiveConnectionsIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private LiveConnections live;

	@Autowired
	private ConnectionHealth health;

	@Test
	void aConnectionStaysOpenUntilAnotherInstanceChangesOrDeletesIt() {
		FaultyLibrary library = TestHsms.faulty();
		HsmCalls calls = new HsmCalls(this.client, this.tenants.owner());
		UUID tenant = calls.account().tenantId();
		UUID connection = calls.connected("safenet", SoftToken.take());
		String key = HsmCalls.id(calls.key(connection, "\"keyType\": \"ec\""));
		long logins = library.calls("C_Login");
		HsmCalls.answer(calls.sign(key, "x", null), 200);
		this.live.onEntries(List.of(entry(tenant, connection, "update", 1)));
		HsmCalls.answer(calls.sign(key, "x", null), 200);
		assertThat(library.calls("C_Login")).isEqualTo(logins);

		this.live.onEntries(List.of(entry(tenant, connection, "update", 2)));
		HsmCalls.answer(calls.sign(key, "x", null), 200);
		assertThat(library.calls("C_Login")).isEqualTo(logins + 1);

		AnalyticsCalls.execute("DELETE FROM kms_hsm_key WHERE connection_id = '%s'".formatted(connection));
		AnalyticsCalls.execute("DELETE FROM kms_hsm_connection WHERE connection_id = '%s'".formatted(connection));
		this.live.onEntries(List.of(entry(tenant, connection, "delete", 2)));
		TestCalls.expectError(calls.tryKey(connection, "\"keyType\": \"ec\""), 404, "NOT_FOUND");
		assertThat(this.live.health().keySet()).noneMatch((open) -> open.connectionId().equals(connection));
	}

	private static JournalEntry entry(UUID tenant, UUID connection, String action, int version) {
		AuditEvent event = new AuditEvent(UUID.randomUUID(), "kms.hsm_connection." + action, "kms",
				AuditEvent.Severity.INFO, Instant.now(), tenant,
				new AuditEvent.Actor(ActorType.USER, "somebody", null, tenant),
				new AuditEvent.Resource("hsm-connection", connection.toString()), action, AuditEvent.Outcome.SUCCESS,
				200, new AuditEvent.Context("test", null, null, "api"), null, Map.of("version", version));
		return new JournalEntry(EventPosition.START, event);
	}

	@Test
	void theStatusFollowsTheCallsThatTheHsmAnswers() {
		HsmCalls calls = new HsmCalls(this.client, this.tenants.owner());
		UUID connection = calls.connected("softhsm", SoftToken.take());
		AnalyticsCalls
			.execute("UPDATE kms_hsm_connection SET status = 'error' WHERE connection_id = '%s'".formatted(connection));
		assertThat(calls.read(connection).path("status").asString()).isEqualTo("error");
		String checked = calls.read(connection).path("lastHealthCheckAt").asString();
		this.health.write().block();
		assertThat(calls.read(connection).path("status").asString()).isEqualTo("active");
		assertThat(calls.read(connection).path("lastHealthCheckAt").asString()).isGreaterThan(checked);
	}

}
