package io.qnsp.core.journal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.qnsp.core.caller.ActorType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JournalReaderTests {

	// what happens is recorded now, whenever the tests run
	private static final Instant SINCE = Instant.now().truncatedTo(ChronoUnit.SECONDS);

	private TestPostgres postgres;

	private JournalFixture fixture;

	@BeforeEach
	void start() {
		this.postgres = TestPostgres.shared();
		this.fixture = new JournalFixture(this.postgres, JournalSettings.DEFAULT);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	private void append(List<AuditEvent> events) {
		Flux.fromIterable(events).flatMap(this.fixture.journal::append, 64).then().block(JournalFixture.WITHIN);
	}

	private List<JournalEntry> all() {
		return this.fixture.reader.after(EventPosition.START, 10_000).block(JournalFixture.WITHIN);
	}

	@Test
	void readsBackWhatWasWritten() {
		AuditEvent full = Events.billed(Events.TENANT, "auth.risk.evaluate",
				new AuditEvent.Usage("auth.risk_evaluation", 3));
		AuditEvent sparse = new AuditEvent(UUID.fromString("0190a000-0000-7000-8000-00000000000f"), "auth.token.denied",
				"auth", AuditEvent.Severity.CRITICAL, SINCE, Events.TENANT,
				new AuditEvent.Actor(ActorType.SYSTEM, "anonymous", null, Events.OTHER_TENANT), null, "create",
				AuditEvent.Outcome.DENIED, 401, new AuditEvent.Context("r", null, null, "api"), null,
				Map.of("nested", Map.of("list", List.of(1, "two", 3.5, true), "long", 1L << 40)));
		append(List.of(full, sparse));
		assertThat(all()).extracting(JournalEntry::event).containsExactlyInAnyOrder(full, sparse);
		assertThat(
				this.fixture.reader.ofTenantAfter(Events.TENANT, EventPosition.START, 10).block(JournalFixture.WITHIN))
			.isEqualTo(all());
	}

	@Test
	void endLiesBetweenWhatIsSettledAndWhatComes() {
		append(List.of(Events.of("auth.risk.before")));
		EventPosition end = this.fixture.reader.end().block(JournalFixture.WITHIN);
		assertThat(all()).allMatch((entry) -> entry.position().compareTo(end) < 0);
		append(List.of(Events.of("auth.risk.after")));
		assertThat(this.fixture.reader.after(end, 10).block(JournalFixture.WITHIN))
			.extracting((entry) -> entry.event().eventType())
			.containsExactly("auth.risk.after");
	}

	@Test
	void showsATenantItsOwnEventsOnly() {
		append(List.of(Events.of("auth.risk.mine"), Events.of(Events.OTHER_TENANT, "auth.risk.theirs")));
		assertThat(all()).hasSize(2);
		assertThat(this.fixture.reader.page(Events.TENANT, JournalFilter.ALL, null, 10).block(JournalFixture.WITHIN))
			.extracting((entry) -> entry.event().eventType())
			.containsExactly("auth.risk.mine");
		assertThat(
				this.fixture.reader.page(Events.OTHER_TENANT, JournalFilter.ALL, null, 10).block(JournalFixture.WITHIN))
			.isEmpty();
		assertThat(this.fixture.reader.ofTenantAfter(Events.OTHER_TENANT, EventPosition.START, 10)
			.block(JournalFixture.WITHIN)).isEmpty();
	}

	@Test
	void pagesCoverEverythingOnceNewestFirst() {
		append(Stream.generate(() -> Events.of("auth.risk.evaluate")).limit(237).toList());
		List<JournalEntry> paged = new ArrayList<>();
		EventPosition before = null;
		List<JournalEntry> page;
		do {
			page = this.fixture.reader.page(Events.TENANT, JournalFilter.ALL, before, 20).block(JournalFixture.WITHIN);
			paged.addAll(page);
			before = page.isEmpty() ? null : page.getLast().position();
		}
		while (!page.isEmpty());
		assertThat(paged).isEqualTo(all().reversed());
	}

	static Stream<Arguments> filters() {
		return Stream.of(
				Arguments.of(filter(Set.of("auth.token.create"), Set.of(), null),
						(Predicate<AuditEvent>) (e) -> e.eventType().equals("auth.token.create")),
				Arguments.of(filter(Set.of("auth.*"), Set.of(), null),
						(Predicate<AuditEvent>) (e) -> e.eventType().startsWith("auth.")),
				Arguments.of(filter(Set.of("auth.t*", "kms.key.create"), Set.of(), null),
						(Predicate<AuditEvent>) (e) -> e.eventType().startsWith("auth.t")
								|| e.eventType().equals("kms.key.create")),
				Arguments.of(filter(Set.of("auth_token%*"), Set.of(), null), (Predicate<AuditEvent>) (e) -> false),
				Arguments.of(filter(Set.of("*"), Set.of("kms"), null),
						(Predicate<AuditEvent>) (e) -> e.service().equals("kms")),
				Arguments.of(filter(Set.of(), Set.of("kms", "auth"), "user-2"),
						(Predicate<AuditEvent>) (e) -> e.actor().id().equals("user-2")),
				Arguments.of(
						new JournalFilter(Set.of(), Set.of(), Set.of(AuditEvent.Severity.CRITICAL),
								Set.of(AuditEvent.Outcome.DENIED, AuditEvent.Outcome.FAILURE), null, null, null, null,
								null, null),
						(Predicate<AuditEvent>) (e) -> e.severity() == AuditEvent.Severity.CRITICAL
								&& e.outcome() != AuditEvent.Outcome.SUCCESS),
				Arguments.of(
						new JournalFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, "key", "id-3", null, SINCE,
								SINCE.plusSeconds(40)),
						(Predicate<AuditEvent>) (e) -> e.resource() != null && e.resource().type().equals("key")
								&& e.resource().id().equals("id-3") && !e.timestamp().isBefore(SINCE)
								&& e.timestamp().isBefore(SINCE.plusSeconds(40))),
				Arguments.of(
						new JournalFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, null, null, "request-7", null,
								SINCE),
						(Predicate<AuditEvent>) (e) -> e.context().requestId().equals("request-7")
								&& e.timestamp().isBefore(SINCE)),
				Arguments.of(filter(Set.of(), Set.of(), "' OR 1=1 --\0"), (Predicate<AuditEvent>) (e) -> false));
	}

	private static JournalFilter filter(Set<String> eventTypes, Set<String> services, String actorId) {
		return new JournalFilter(eventTypes, services, Set.of(), Set.of(), actorId, null, null, null, null, null);
	}

	@ParameterizedTest
	@MethodSource("filters")
	void pageHoldsExactlyWhatTheFilterDescribes(JournalFilter filter, Predicate<AuditEvent> expected) {
		append(mixedEvents());
		List<AuditEvent> found = this.fixture.reader.page(Events.TENANT, filter, null, 1_000)
			.block(JournalFixture.WITHIN)
			.stream()
			.map(JournalEntry::event)
			.toList();
		List<AuditEvent> wanted = all().reversed().stream().map(JournalEntry::event).filter(expected).toList();
		assertThat(found).isEqualTo(wanted);
	}

	// Recorded now, so that what happened must lie around now for the recording bounds.
	private static List<AuditEvent> mixedEvents() {
		Random random = new Random(7);
		List<String> types = List.of("auth.token.create", "auth.token.revoke", "auth.risk.evaluate", "kms.key.create",
				"authx.a.b", "authxtoken%y");
		List<AuditEvent> events = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			AuditEvent template = Events.of(types.get(random.nextInt(types.size())));
			events.add(new AuditEvent(template.eventId(), template.eventType(),
					template.eventType().startsWith("kms") ? "kms" : "auth",
					AuditEvent.Severity.values()[random.nextInt(3)], SINCE.plusSeconds(random.nextInt(100) - 20),
					Events.TENANT,
					new AuditEvent.Actor(ActorType.USER, "user-" + random.nextInt(4), null, Events.TENANT),
					random.nextBoolean() ? new AuditEvent.Resource("key", "id-" + random.nextInt(5)) : null, "a",
					AuditEvent.Outcome.values()[random.nextInt(3)], 200,
					new AuditEvent.Context("request-" + random.nextInt(20), null, null, "api"), null, Map.of()));
		}
		return events;
	}

	@ParameterizedTest
	@MethodSource("filters")
	void windowsHoldExactlyWhatTheFilterDescribesOldestFirst(JournalFilter filter, Predicate<AuditEvent> expected) {
		append(mixedEvents());
		List<AuditEvent> found = new ArrayList<>();
		EventPosition end = this.fixture.reader.end().block(JournalFixture.WITHIN);
		EventPosition position = EventPosition.START;
		JournalWindow window = ofTenantWindow(position, end, filter);
		while (window != null) {
			List<JournalEntry> part = this.fixture.reader.ofTenantWithin(Events.TENANT, window, filter, 7)
				.block(JournalFixture.WITHIN);
			part.forEach((entry) -> found.add(entry.event()));
			position = (part.size() == 7) ? part.getLast().position() : window.end();
			window = ofTenantWindow(position, end, filter);
		}
		assertThat(found).isEqualTo(all().stream().map(JournalEntry::event).filter(expected).toList());
	}

	private JournalWindow ofTenantWindow(EventPosition position, EventPosition end, JournalFilter filter) {
		return this.fixture.reader.ofTenantWindow(Events.TENANT, position, end, filter.until(), 30)
			.block(JournalFixture.WITHIN);
	}

	@Test
	void windowOfATenantEndsAtItsEnd() {
		append(List.of(Events.of("auth.risk.before")));
		EventPosition end = this.fixture.reader.end().block(JournalFixture.WITHIN);
		append(List.of(Events.of("auth.risk.after"), Events.of(Events.OTHER_TENANT, "auth.risk.theirs")));
		JournalWindow window = this.fixture.reader.ofTenantWindow(Events.TENANT, EventPosition.START, end, null, 10)
			.block(JournalFixture.WITHIN);
		assertThat(window).isNotNull();
		assertThat(window.size()).isOne();
		assertThat(this.fixture.reader.ofTenantWithin(Events.TENANT, window, JournalFilter.ALL, 10)
			.block(JournalFixture.WITHIN)).extracting((entry) -> entry.event().eventType())
			.containsExactly("auth.risk.before");
	}

	@Test
	void findsATenantsEventByItsIdAndNoOther() {
		AuditEvent mine = Events.of("auth.risk.mine");
		AuditEvent theirs = Events.of(Events.OTHER_TENANT, "auth.risk.theirs");
		append(List.of(mine, theirs));
		assertThat(this.fixture.reader.find(Events.TENANT, mine.eventId()).block(JournalFixture.WITHIN).event())
			.isEqualTo(mine);
		for (UUID id : List.of(theirs.eventId(), UUID.randomUUID(), new UUID(-1, -1), new UUID(0, 0),
				UUID.fromString("ffffffff-ffff-7fff-bfff-ffffffffffff"),
				UUID.fromString("00000000-0000-7000-8000-000000000000"))) {
			assertThat(this.fixture.reader.find(Events.TENANT, id).blockOptional(JournalFixture.WITHIN)).as("%s", id)
				.isEmpty();
		}
		assertThat(this.fixture.reader.find(Events.OTHER_TENANT, theirs.eventId()).blockOptional(JournalFixture.WITHIN))
			.as("read as the caller's tenant")
			.isEmpty();
	}

	@Test
	void findsWhereATimeIsInTheJournal() {
		Instant now = Instant.now();
		this.postgres.execute(
				"""
						INSERT INTO qnsp.audit_event (xid, recorded_at, event_id, occurred_at, tenant_id, home_tenant_id,
							event_type, service, severity, actor_type, actor_id, action, outcome, status_code, request_id, source,
							detail)
						SELECT i::text::xid8, recorded, (lpad(to_hex((extract(epoch FROM recorded) * 1000)::bigint), 12, '0')
							|| '70008000' || lpad(i::text, 12, '0'))::uuid, recorded, '%1$s', '%1$s', 'auth.risk.evaluate', 'auth',
							'info', 'user', 'u', 'a', 'success', 200, 'r', 'api', '{}'
						FROM (SELECT i, date_trunc('month', now()) + i * interval '1 minute' AS recorded
							FROM generate_series(100, 600) AS i) AS events
						"""
					.formatted(Events.TENANT));
		Instant month = now.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
		EventPosition position = this.fixture.reader.beforeAllSince(Events.TENANT, month.plusSeconds(400 * 60))
			.block(JournalFixture.WITHIN);
		assertThat(position.xid()).as("two hours before").isEqualTo(400 - 120 - 1);
		assertThat(firstSince(Events.TENANT, month.plusSeconds(400 * 60 - 30)).xid()).isEqualTo(400);
		assertThat(firstSince(Events.TENANT, month).xid()).isEqualTo(100);
		assertThat(firstSince(Events.TENANT, month.plusSeconds(601 * 60))).as("later than all").isNull();
		assertThat(firstSince(Events.OTHER_TENANT, month)).as("read as the caller's tenant").isNull();
		assertThat(this.fixture.reader.beforeAllSince(Events.TENANT, month.plusSeconds(100 * 60))
			.block(JournalFixture.WITHIN)).isEqualTo(EventPosition.START);
		assertThat(this.fixture.reader.beforeAllSince(Events.OTHER_TENANT, now).block(JournalFixture.WITHIN))
			.isEqualTo(EventPosition.START);
	}

	private @Nullable EventPosition firstSince(UUID tenantId, Instant since) {
		return this.fixture.reader.firstSince(tenantId, since).block(JournalFixture.WITHIN);
	}

	@Test
	void refusesAWildcardInTheMiddle() {
		assertThatIllegalArgumentException().isThrownBy(() -> filter(Set.of("auth.*.create"), Set.of(), null))
			.withMessageStartingWith("eventTypes: auth.*.create (expected: ");
	}

	@Test
	void windowNamesTheLastEventOfTheNextStretch() {
		append(Stream.generate(() -> Events.of("auth.risk.evaluate")).limit(25).toList());
		List<JournalEntry> all = all();
		JournalWindow first = this.fixture.reader.window(EventPosition.START, 10).block(JournalFixture.WITHIN);
		assertThat(first).isEqualTo(new JournalWindow(EventPosition.START, all.get(9).position(), 10));
		assertThat(this.fixture.reader.within(first, Set.of()).block(JournalFixture.WITHIN))
			.isEqualTo(all.subList(0, 10));
		assertThat(this.fixture.reader.within(first, Set.of("auth.other.type")).block(JournalFixture.WITHIN)).isEmpty();
		JournalWindow last = this.fixture.reader.window(all.get(19).position(), 10).block(JournalFixture.WITHIN);
		assertThat(last.size()).isEqualTo(5);
		assertThat(this.fixture.reader.window(last.end(), 10).blockOptional(JournalFixture.WITHIN)).isEmpty();
		Set<EventPosition> positions = new HashSet<>();
		assertThat(all).allMatch((entry) -> positions.add(entry.position()));
	}

}
