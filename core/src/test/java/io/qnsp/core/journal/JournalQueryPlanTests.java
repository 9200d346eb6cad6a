package io.qnsp.core.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The indexes serve their queries under the roles that ask, with row-level security on.
 */
class JournalQueryPlanTests {

	private static TestPostgres postgres;

	@BeforeAll
	static void fill() {
		postgres = TestPostgres.shared();
		postgres.execute(
				"""
						INSERT INTO qnsp.audit_event (xid, event_id, occurred_at, tenant_id, home_tenant_id, event_type, service,
							severity, actor_type, actor_id, resource_type, resource_id, action, outcome, status_code, request_id,
							source, detail)
						SELECT (i / 10)::text::xid8, gen_random_uuid(), now(), md5((i % 20)::text)::uuid, md5('x')::uuid,
							'auth.risk.evaluate', 'auth', 'info', 'user', 'user-' || (i % 500), 'key', 'key-' || (i % 2000), 'c',
							'success', 200, 'r', 'api', '{}'
						FROM generate_series(1, 60000) AS i
						""",
				"ANALYZE qnsp.audit_event");
	}

	@AfterAll
	static void empty() {
		postgres.reset();
	}

	private static String plan(String role, String query) throws Exception {
		try (Connection connection = DriverManager.getConnection(postgres.url(role))) {
			connection.createStatement()
				.execute("SET qnsp.tenant = '%s'".formatted(postgres.texts("SELECT md5('7')::uuid").getFirst()));
			ResultSet rows = connection.createStatement().executeQuery("EXPLAIN (ANALYZE, COSTS OFF) " + query);
			StringBuilder plan = new StringBuilder();
			while (rows.next()) {
				plan.append(rows.getString(1)).append('\n');
			}
			return plan.toString();
		}
	}

	@Test
	void tailReadsOnlyWhatComesAfterItsPosition() throws Exception {
		assertThat(plan("qnsp_system", """
				SELECT xid::text AS xid_text, event_id, detail FROM audit_event
				WHERE (xid, event_id) > (CAST('5000' AS xid8), '00000000-0000-0000-0000-000000000000'::uuid)
					AND xid < pg_snapshot_xmin(pg_current_snapshot())
				ORDER BY audit_event.xid, audit_event.event_id LIMIT 512
				""")).contains("_pkey")
			.doesNotContain("Sort  ")
			.doesNotContain("Seq Scan on audit_event_20")
			.contains("Index Cond: ((ROW(xid, event_id) > ROW(");
	}

	@Test
	void tenantsPageWalksTheTenantsIndexBackwards() throws Exception {
		assertThat(plan("qnsp_app", """
				SELECT xid::text AS xid_text, event_id, detail FROM audit_event
				WHERE tenant_id = md5('7')::uuid
					AND (xid, event_id) < (CAST('5000' AS xid8), '00000000-0000-0000-0000-000000000000'::uuid)
					AND event_type >= 'auth.' AND event_type < 'auth/'
				ORDER BY audit_event.xid DESC, audit_event.event_id DESC LIMIT 50
				""")).contains("Index Scan Backward using audit_event_20")
			.contains("tenant_id_xid_event_id_idx")
			.doesNotContain("Seq Scan on audit_event_20");
	}

	@Test
	void historyOfOneResourceUsesItsIndex() throws Exception {
		assertThat(plan("qnsp_app", """
				SELECT xid::text AS xid_text, event_id, detail FROM audit_event
				WHERE tenant_id = md5('7')::uuid AND resource_id = 'key-1987'
				ORDER BY audit_event.xid DESC, audit_event.event_id DESC LIMIT 50
				""")).contains("tenant_id_resource_id_xid_event_id_idx");
	}

	@Test
	void workOfOneActorUsesItsIndex() throws Exception {
		assertThat(plan("qnsp_app", """
				SELECT xid::text AS xid_text, event_id, detail FROM audit_event
				WHERE tenant_id = md5('7')::uuid AND actor_id = 'user-487'
				ORDER BY audit_event.xid DESC, audit_event.event_id DESC LIMIT 50
				""")).contains("tenant_id_actor_id_xid_event_id_idx");
	}

	@Test
	void oneEventIsFoundByItsIdWithinItsMonths() throws Exception {
		String id = postgres
			.texts("SELECT event_id::text FROM qnsp.audit_event WHERE tenant_id = md5('7')::uuid LIMIT 1")
			.getFirst();
		assertThat(plan("qnsp_app", """
				SELECT xid::text AS xid_text, event_id, detail FROM audit_event
				WHERE tenant_id = md5('7')::uuid AND event_id = '%s'
					AND recorded_at >= now() - interval '1 hour' AND recorded_at < now() + interval '8 days'
				""".formatted(id))).contains("tenant_id_event_id_idx").doesNotContain("Seq Scan on " + filled());
	}

	@Test
	void timeIsFoundInTheTenantsIds() throws Exception {
		assertThat(plan("qnsp_app", """
				SELECT xid::text AS xid_text, event_id FROM audit_event
				WHERE tenant_id = md5('7')::uuid AND event_id < '80000000-0000-7000-8000-000000000000'
					AND recorded_at < now() + interval '1 hour'
				ORDER BY audit_event.event_id DESC LIMIT 1
				""")).contains("tenant_id_event_id_idx")
			.doesNotContain("Sort  ")
			.doesNotContain("Seq Scan on " + filled());
	}

	@Test
	void windowOfATenantWalksTheTenantsIndex() throws Exception {
		assertThat(plan("qnsp_app", """
				SELECT xid::text AS xid_text, event_id, size FROM (
					SELECT xid, event_id, row_number() OVER (ORDER BY xid, event_id) AS size FROM audit_event
					WHERE tenant_id = md5('7')::uuid
						AND (xid, event_id) > (CAST('2000' AS xid8), '00000000-0000-0000-0000-000000000000'::uuid)
						AND (xid, event_id) <= (CAST('5000' AS xid8), '00000000-0000-0000-0000-000000000000'::uuid)
					ORDER BY xid, event_id LIMIT 500) AS settled
				ORDER BY size DESC LIMIT 1
				""")).contains("tenant_id_xid_event_id_idx").doesNotContain("Seq Scan on " + filled());
	}

	// The partitions of later months are empty, and an empty table is read as it is.
	private static String filled() {
		return "audit_event_" + postgres.texts("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')").getFirst();
	}

}
