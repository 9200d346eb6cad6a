package io.qnsp.audit.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;

/**
 * Events on their way, to test destinations with.
 */
public final class TestOutgoing {

	/** Whose they are. */
	public static final UUID TENANT = UUID.fromString("0190a000-0000-7000-8000-000000000001");

	private static final Ids IDS = new Ids(Clock.systemUTC());

	private static final Instant TIME = Instant.parse("2026-11-30T10:15:30.123Z");

	private TestOutgoing() {
	}

	/**
	 * Events in order, each of another resource.
	 * @param count how many
	 * @return the events
	 */
	public static List<OutgoingEvent> events(int count) {
		return IntStream.range(0, count).mapToObj((i) -> event(i, "")).toList();
	}

	/**
	 * An event.
	 * @param index its place
	 * @param note a text in its data, without characters that JSON escapes
	 * @return the event
	 */
	public static OutgoingEvent event(int index, String note) {
		UUID id = IDS.next();
		AuditEvent event = new AuditEvent(id, "kms.key.create", "kms", AuditEvent.Severity.INFO, TIME, TENANT,
				new AuditEvent.Actor(ActorType.USER, "user-1", "192.0.2.1", TENANT),
				new AuditEvent.Resource("key", "key-" + index), "create", AuditEvent.Outcome.SUCCESS, 201,
				new AuditEvent.Context("request-1", null, null, "api"), null, Map.of());
		EventPosition position = new EventPosition(1_000 + index, id);
		String json = """
				{"specversion":"1.0","id":"%s","source":"/qnsp/kms","type":"kms.key.create","subject":"key/key-%d",\
				"time":"2026-11-30T10:15:30.123Z","datacontenttype":"application/json","tenantid":"%s",\
				"severity":"info","outcome":"success","sequence":"%s",\
				"data":{"eventId":"%s","detail":{"number":1.50, "note":"%s"}}}""".formatted(id, index, TENANT, position,
				id, note);
		return new OutgoingEvent(position, event, json.getBytes(StandardCharsets.UTF_8));
	}

}
