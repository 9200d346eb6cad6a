package io.qnsp.audit.integrity;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.integrity.seal.CheckpointMaker;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.json.CanonicalJson;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.Journal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Writes events, seals them, and changes them past the application: as the superuser,
 * whom neither row-level security nor a grant stops.
 */
@Component
public final class SealedEvents {

	private static final Duration WITHIN = Duration.ofSeconds(60);

	private static final int AT_ONCE = 256;

	private final JdbcTemplate database = new JdbcTemplate(TestDatabase.dataSource("postgres"));

	private final Journal journal;

	private final CheckpointMaker maker;

	private final Ids ids;

	private final Clock clock;

	SealedEvents(Journal journal, CheckpointMaker maker, Ids ids, Clock clock) {
		this.journal = journal;
		this.maker = maker;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * The database past all its rules.
	 */
	public JdbcTemplate database() {
		return this.database;
	}

	/**
	 * An event with every field that an event can have.
	 */
	public AuditEvent event(UUID tenantId, int number) {
		return new AuditEvent(this.ids.next(), "kms.key.sign", "kms", Severity.INFO,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new AuditEvent.Actor(ActorType.USER, "tester", "192.0.2.1", tenantId),
				new AuditEvent.Resource("key", "key-" + number), "sign", AuditEvent.Outcome.SUCCESS, 200,
				new AuditEvent.Context("request-" + number, "agent/1.0", "client-1", "test"),
				new AuditEvent.Usage("kms.sign", 1),
				Map.of("number", number, "ratio", 0.25, "text", "\u20ac \ud83d\ude00\n", "list", List.of(1, true)));
	}

	/**
	 * Appends events in the journal's group commits.
	 * @return the events' ids in the order of the journal
	 */
	public List<UUID> append(UUID tenantId, int count) {
		List<AuditEvent> events = IntStream.range(0, count).mapToObj((i) -> event(tenantId, i)).toList();
		Flux.fromIterable(events).flatMap(this.journal::append, AT_ONCE).then().block(WITHIN);
		List<UUID> own = events.stream().map(AuditEvent::eventId).toList();
		return this.database
			.queryForList("SELECT event_id FROM qnsp.audit_event WHERE tenant_id = ? ORDER BY xid, event_id",
					UUID.class, tenantId)
			.stream()
			.map((id) -> Objects.requireNonNull(id))
			.filter(own::contains)
			.toList();
	}

	/**
	 * Seals what is there. Other tests' transactions may hold the journal's end up for a
	 * moment.
	 */
	public Checkpoint seal(UUID tenantId, int atLeast) {
		return Objects.requireNonNull(Flux.interval(Duration.ZERO, Duration.ofMillis(20))
			.onBackpressureDrop()
			.concatMap((tick) -> this.maker.seal(tenantId, atLeast), 0)
			.blockFirst(WITHIN));
	}

	/**
	 * Seals what is there.
	 */
	public Checkpoint seal(UUID tenantId) {
		return seal(tenantId, unsealed(tenantId));
	}

	/**
	 * Waits until what is there is sealed. Events that were recorded long ago are due at
	 * once, so the server's own job may be faster.
	 */
	public void sealOld(UUID tenantId) {
		Eventually.until("everything is sealed", () -> {
			sealOnce(tenantId);
			return unsealed(tenantId) == 0;
		});
	}

	/**
	 * Seals what is there once, as soon as it can.
	 * @return the checkpoint, or {@code null} when none was made
	 */
	public @Nullable Checkpoint sealOnce(UUID tenantId) {
		return this.maker.seal(tenantId, 1).block(WITHIN);
	}

	private int unsealed(UUID tenantId) {
		return Objects.requireNonNull(this.database.queryForObject("""
				SELECT count(*) FROM qnsp.audit_event WHERE tenant_id = ? AND (xid, event_id) > (
					coalesce((SELECT max(last_xid) FROM qnsp.audit_checkpoint WHERE tenant_id = ?), '0'::xid8),
					coalesce((SELECT last_event_id FROM qnsp.audit_checkpoint WHERE tenant_id = ?
						ORDER BY sequence DESC LIMIT 1), '00000000-0000-0000-0000-000000000000'))
				""", Integer.class, tenantId, tenantId, tenantId));
	}

	/**
	 * A call's answer as canonical values.
	 */
	public static Map<?, ?> answer(WebTestClient web, String method, String path, Account account,
			@Nullable String body) {
		return (Map<?, ?>) Objects
			.requireNonNull(CanonicalJson.read(TestCalls.body(TestCalls.call(web, method, path, account, body), 200)
				.getBytes(StandardCharsets.UTF_8)));
	}

}
