package io.qnsp.audit.retention;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.integrity.SealedEvents;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Tenants with events that were recorded long ago: written as the superuser, since nobody
 * else can choose the time of recording. Then sealed and followed, as real ones are.
 */
@Component
public final class RetentionScene {

	/** The body of a verification of everything. */
	public static final String ALL_TIMES = """
			{"startTime":"1970-01-01T00:00:00Z","endTime":"2100-01-01T00:00:00Z"}""";

	private static final String CLEANUP = "/v1/retention/cleanup";

	private final JdbcTemplate database = new JdbcTemplate(TestDatabase.dataSource("postgres"));

	private final ConcurrentMap<YearMonth, Boolean> months = new ConcurrentHashMap<>();

	private final Random random = new Random(7);

	private final TestTenants tenants;

	private final SealedEvents sealed;

	private final JsonMapper json;

	private final List<String> projections;

	RetentionScene(TestTenants tenants, SealedEvents sealed, JsonMapper json, List<Projection> projections) {
		this.tenants = tenants;
		this.sealed = sealed;
		this.json = json;
		this.projections = projections.stream().map(Projection::name).toList();
	}

	/**
	 * An event that is to have been recorded.
	 *
	 * @param eventId its id
	 * @param recordedAt when
	 * @param eventType its type
	 * @param service its service
	 * @param actorId who did it
	 * @param resourceId what it was done to
	 */
	public record Recorded(UUID eventId, Instant recordedAt, String eventType, String service, String actorId,
			String resourceId) {

	}

	public JdbcTemplate database() {
		return this.database;
	}

	/**
	 * An owner of a tenant whose legal minimum is 30 days.
	 */
	public Account owner(AddOn... addOns) {
		return this.tenants.owner(Tier.DEV_PRO, addOns);
	}

	public static Instant daysAgo(double days) {
		return LocalDate.now(ZoneOffset.UTC)
			.atStartOfDay(ZoneOffset.UTC)
			.toInstant()
			.minus(Duration.ofMinutes(Math.round(days * 24 * 60)));
	}

	public Recorded event(Instant recordedAt, String eventType) {
		return new Recorded(id(recordedAt), recordedAt, eventType, eventType.substring(0, eventType.indexOf('.')),
				"actor", "resource");
	}

	/**
	 * A UUIDv7 of that time.
	 */
	public UUID id(Instant time) {
		return new UUID((time.toEpochMilli() << 16) | 0x7000L | this.random.nextInt(0x1000),
				0x8000_0000_0000_0000L | (this.random.nextLong() >>> 2));
	}

	/**
	 * Writes events, seals them, and waits until everybody has read them.
	 */
	public void record(UUID tenantId, List<Recorded> events) {
		write(tenantId, events);
		this.sealed.sealOld(tenantId);
		followed(tenantId);
	}

	public void write(UUID tenantId, List<Recorded> events) {
		for (YearMonth month : new TreeSet<>(
				events.stream().map((event) -> YearMonth.from(event.recordedAt().atZone(ZoneOffset.UTC))).toList())) {
			this.months.computeIfAbsent(month, this::make);
		}
		this.database.batchUpdate("""
				INSERT INTO qnsp.audit_event (recorded_at, event_id, occurred_at, tenant_id, home_tenant_id, event_type,
					service, severity, actor_type, actor_id, resource_type, resource_id, action, outcome, status_code,
					request_id, source, detail)
				VALUES (?, ?, ?, ?, ?, ?, ?, 'info', 'user', ?, 'thing', ?, 'do', 'success', 200, 'request', 'test',
					jsonb_build_object('text', repeat('x', ?)))
				""", events, 500, (statement, event) -> {
			statement.setTimestamp(1, Timestamp.from(event.recordedAt()));
			statement.setObject(2, event.eventId());
			statement.setTimestamp(3, Timestamp.from(event.recordedAt()));
			statement.setObject(4, tenantId);
			statement.setObject(5, tenantId);
			statement.setString(6, event.eventType());
			statement.setString(7, event.service());
			statement.setString(8, event.actorId());
			statement.setString(9, event.resourceId());
			statement.setInt(10, this.random.nextInt(3000));
		});
	}

	private boolean make(YearMonth month) {
		String name = "audit_event_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
		this.database.execute("""
				DO $$ BEGIN
					IF to_regclass('qnsp.%1$s') IS NULL THEN
						CREATE TABLE qnsp.%1$s (LIKE qnsp.audit_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
						ALTER TABLE qnsp.%1$s OWNER TO qnsp_owner;
						REVOKE ALL ON qnsp.%1$s FROM PUBLIC, qnsp_app, qnsp_system;
						ALTER TABLE qnsp.%1$s ENABLE ROW LEVEL SECURITY;
						ALTER TABLE qnsp.audit_event ATTACH PARTITION qnsp.%1$s
							FOR VALUES FROM ('%2$s-01 00:00:00+00') TO ('%3$s-01 00:00:00+00');
					END IF;
				END $$""".formatted(name, month, month.plusMonths(1)));
		return true;
	}

	/**
	 * Waits until every projection has read all events of the tenant.
	 */
	public void followed(UUID tenantId) {
		String names = String.join("','", this.projections);
		Eventually.until("every projection has read the events",
				() -> Boolean.TRUE.equals(this.database.queryForObject("""
						SELECT bool_and((c.xid, c.event_id) >= (last.xid, last.event_id))
						FROM (SELECT xid, event_id FROM qnsp.audit_event WHERE tenant_id = ?
							ORDER BY xid DESC, event_id DESC LIMIT 1) AS last
						CROSS JOIN qnsp.projection_cursor c
						WHERE c.name IN ('%s')
						""".formatted(names), Boolean.class, tenantId)));
	}

	/**
	 * The ids of a tenant's events of those types that tests write.
	 */
	public List<UUID> left(UUID tenantId) {
		return this.database.queryForList(
				"SELECT event_id FROM qnsp.audit_event WHERE tenant_id = ? AND source = 'test' ORDER BY event_id",
				UUID.class, tenantId);
	}

	public String policy(WebTestClient web, Account owner, String period, String eventTypes, String services,
			boolean archive) {
		String body = """
				{"name":"policy","retentionPeriod":"%s","scope":{"eventTypes":[%s],"services":[%s]},
				 "archiveConfig":{"enabled":%s,"destination":"local"}}""".formatted(period, eventTypes, services,
				archive);
		return text(read(TestCalls.body(TestCalls.call(web, "POST", "/v1/retention/policies", owner, body), 201)),
				"policyId");
	}

	public Map<?, ?> preview(WebTestClient web, Account owner, String policyId) {
		return read(TestCalls.body(
				TestCalls.call(web, "POST", "/v1/retention/preview", owner, "{\"policyId\":\"" + policyId + "\"}"),
				200));
	}

	public Map<?, ?> clean(WebTestClient web, Account owner, String policyId, boolean dryRun) {
		return read(TestCalls.body(TestCalls.call(web, "POST", CLEANUP, owner,
				"{\"policyId\":\"%s\",\"dryRun\":%s}".formatted(policyId, dryRun)), 200));
	}

	public Map<?, ?> get(WebTestClient web, Account owner, String path) {
		return read(TestCalls.body(TestCalls.call(web, "GET", path, owner, null), 200));
	}

	public Map<?, ?> read(String body) {
		return this.json.readValue(body, Map.class);
	}

	public static String text(Map<?, ?> answer, String field) {
		return String.valueOf(Objects.requireNonNull(answer.get(field), field));
	}

	public static long number(Map<?, ?> answer, String field) {
		@Nullable Object value = answer.get(field);
		if (value instanceof Number number) {
			return number.longValue();
		}
		throw new AssertionError(field + ": " + value + " (expected: a number)");
	}

}
