package io.qnsp.audit.delivery;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * What tests of delivery do all the time.
 */
@Component
public final class DeliveryCalls {

	/** Where subscriptions are. */
	public static final String PATH = "/v1/streaming/subscriptions";

	private final Journal journal;

	private final Sql system;

	private final JsonMapper json;

	private final Ids ids;

	private final Clock clock;

	DeliveryCalls(Journal journal, @Qualifier("systemSql") Sql system, JsonMapper json, Ids ids, Clock clock) {
		this.journal = journal;
		this.system = system;
		this.json = json;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Makes a subscription of {@code test.thing.*}.
	 * @param web the client
	 * @param owner whose
	 * @param receiver where to
	 * @param config more fields of the configuration, each with a comma before it
	 * @return its id
	 */
	public UUID subscribe(WebTestClient web, Account owner, TestReceiver receiver, String config) {
		return subscribe(web, owner, receiver.url(), config);
	}

	/**
	 * Makes a subscription of {@code test.thing.*}.
	 * @param web the client
	 * @param owner whose
	 * @param url where to
	 * @param config more fields of the configuration, each with a comma before it
	 * @return its id
	 */
	public UUID subscribe(WebTestClient web, Account owner, String url, String config) {
		String body = """
				{"name":"siem","filters":{"eventTypes":["test.thing.*"]},
				 "destination":{"type":"webhook","config":{"url":"%s"%s}}}
				""".formatted(url, config);
		return UUID
			.fromString(read(TestCalls.body(TestCalls.call(web, "POST", PATH, owner, body), 201)).path("subscriptionId")
				.asString());
	}

	/**
	 * A subscription with its delivery.
	 * @param web the client
	 * @param owner whose
	 * @param id its id
	 * @return the answer
	 */
	public JsonNode get(WebTestClient web, Account owner, UUID id) {
		return read(TestCalls.body(TestCalls.call(web, "GET", PATH + "/" + id, owner, null), 200));
	}

	/**
	 * Calls something below a subscription.
	 * @param web the client
	 * @param method the method
	 * @param owner who calls
	 * @param path what comes after the subscriptions' path
	 * @param body the body
	 * @return the answer
	 */
	public JsonNode call(WebTestClient web, String method, Account owner, String path, String body) {
		return read(TestCalls.body(TestCalls.call(web, method, PATH + "/" + path, owner, body.isEmpty() ? null : body),
				200));
	}

	/**
	 * Reads JSON.
	 * @param text the text
	 * @return the tree
	 */
	public JsonNode read(String text) {
		return this.json.readTree(text);
	}

	/**
	 * Lets things happen, one after the other.
	 * @param tenantId where
	 * @param count how many
	 * @return the ids of the events in commit order
	 */
	public List<String> happen(UUID tenantId, int count) {
		List<String> happened = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			AuditEvent event = event(tenantId, "test.thing.happen", Map.of("number", i));
			this.journal.append(event).block();
			happened.add(event.eventId().toString());
		}
		return happened;
	}

	/**
	 * Lets something happen that no filter of these tests wants.
	 * @param tenantId where
	 * @param count how many
	 */
	public void happenElsewhere(UUID tenantId, int count) {
		Flux.range(0, count)
			.flatMap((i) -> this.journal.append(event(tenantId, "test.other.happen", Map.of("number", i))))
			.blockLast();
	}

	/**
	 * Lets something of a type happen.
	 * @param tenantId where
	 * @param type the event type
	 * @param detail its detail
	 * @return the event
	 */
	public AuditEvent event(UUID tenantId, String type, Map<String, Object> detail) {
		return new AuditEvent(this.ids.next(), type, "test", AuditEvent.Severity.INFO,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new AuditEvent.Actor(ActorType.USER, "tester", null, tenantId),
				new AuditEvent.Resource("thing", "thing-1"), "happen", AuditEvent.Outcome.SUCCESS, 200,
				new AuditEvent.Context("test", null, null, "test"), null, detail);
	}

	/**
	 * Makes a subscription fail for longer than it is allowed to.
	 * @param id the subscription
	 */
	public void failForDays(UUID id) {
		Long rows = this.system
			.query("UPDATE audit_delivery SET failing_since = now() - interval '6 days', lease_epoch = lease_epoch + 1,"
					+ " lease_holder = NULL, lease_until = NULL WHERE subscription_id = :id")
			.bind("id", id)
			.update()
			.block();
		if (Objects.requireNonNull(rows) != 1) {
			throw new IllegalStateException(id + ": no delivery");
		}
	}

}
