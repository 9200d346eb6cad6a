package io.qnsp.audit.retention.cleanup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_retention_execution}.
 */
@Repository
public final class ExecutionRepository {

	private static final String SELECT = """
			SELECT execution_id, policy_id, trigger, dry_run, status, day, events_processed, events_deleted,
				events_archived, bytes_deleted, oldest_event, newest_event, cursor_xid::text AS cursor_xid,
				cursor_event_id, failure, started_by, started_at, updated_at, ended_at
			FROM audit_retention_execution
			""";

	private final Sql sql;

	ExecutionRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts an execution, in the surrounding transaction.
	 * @param access the transaction's access
	 * @param tenantId the tenant
	 * @param execution the execution
	 * @return false when it is to run and another one of the tenant runs
	 */
	public Mono<Boolean> insert(Sql access, UUID tenantId, Execution execution) {
		Totals totals = execution.totals();
		return access
			.query("""
					INSERT INTO audit_retention_execution (tenant_id, execution_id, policy_id, trigger, dry_run, status, day,
						events_processed, events_deleted, events_archived, bytes_deleted, oldest_event, newest_event,
						cursor_xid, cursor_event_id, started_by, started_at, updated_at, ended_at)
					VALUES (:tenant, :id, :policy, :trigger, :dry, :status, :day, :processed, :deleted, :archived, :bytes,
						:oldest, :newest, CAST(:xid AS xid8), :event, :by, :started, :updated, :ended)
					ON CONFLICT (tenant_id) WHERE status = 'running' DO NOTHING
					""")
			.bind("tenant", tenantId)
			.bind("id", execution.executionId())
			.bind("policy", execution.policyId(), UUID.class)
			.bind("trigger", execution.trigger().wireName())
			.bind("dry", execution.dryRun())
			.bind("status", execution.status().wireName())
			.bind("day", execution.day())
			.bind("processed", totals.processed())
			.bind("deleted", totals.deleted())
			.bind("archived", totals.archived())
			.bind("bytes", execution.dryRun() ? 0L : totals.bytes())
			.bind("oldest", totals.oldest(), Instant.class)
			.bind("newest", totals.newest(), Instant.class)
			.bind("xid", Long.toUnsignedString(execution.cursor().xid()))
			.bind("event", execution.cursor().eventId())
			.bind("by", execution.startedBy())
			.bind("started", execution.startedAt())
			.bind("updated", execution.updatedAt())
			.bind("ended", execution.endedAt(), Instant.class)
			.update()
			.map((rows) -> rows == 1);
	}

	Mono<Boolean> insert(UUID tenantId, Execution execution) {
		return insert(this.sql, tenantId, execution);
	}

	/**
	 * Adds what was done, while the execution runs.
	 */
	Mono<Void> add(UUID tenantId, UUID executionId, Totals done, Instant now) {
		return this.sql.query("""
				UPDATE audit_retention_execution
				SET events_processed = events_processed + :processed, events_deleted = events_deleted + :deleted,
					events_archived = events_archived + :archived, bytes_deleted = bytes_deleted + :bytes,
					oldest_event = least(oldest_event, :oldest), newest_event = greatest(newest_event, :newest),
					updated_at = :now
				WHERE tenant_id = :tenant AND execution_id = :id AND status = 'running'
				""")
			.bind("processed", done.processed())
			.bind("deleted", done.deleted())
			.bind("archived", done.archived())
			.bind("bytes", done.bytes())
			.bind("oldest", done.oldest(), Instant.class)
			.bind("newest", done.newest(), Instant.class)
			.bind("now", now)
			.bind("tenant", tenantId)
			.bind("id", executionId)
			.update()
			.then();
	}

	/**
	 * Notes how far the execution has looked; also that it still runs.
	 */
	Mono<Void> move(UUID tenantId, UUID executionId, EventPosition cursor, Instant now) {
		return this.sql.query("""
				UPDATE audit_retention_execution
				SET cursor_xid = CAST(:xid AS xid8), cursor_event_id = :event, updated_at = :now
				WHERE tenant_id = :tenant AND execution_id = :id AND status = 'running'
				""")
			.bind("xid", Long.toUnsignedString(cursor.xid()))
			.bind("event", cursor.eventId())
			.bind("now", now)
			.bind("tenant", tenantId)
			.bind("id", executionId)
			.update()
			.then();
	}

	/**
	 * Ends a running execution.
	 * @param failure why it failed, empty when it is complete
	 * @return the execution, or empty when it does not run
	 */
	Mono<Execution> end(UUID tenantId, UUID executionId, String failure, Instant now) {
		return this.sql.query("""
				UPDATE audit_retention_execution
				SET status = CASE WHEN :failure = '' THEN 'completed' ELSE 'failed' END, failure = nullif(:failure, ''),
					updated_at = :now, ended_at = :now
				WHERE tenant_id = :tenant AND execution_id = :id AND status = 'running'
				""")
			.bind("failure", failure)
			.bind("now", now)
			.bind("tenant", tenantId)
			.bind("id", executionId)
			.update()
			.filter((rows) -> rows == 1)
			.flatMap((rows) -> find(tenantId, executionId));
	}

	Mono<Execution> find(UUID tenantId, UUID executionId) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND execution_id = :id")
			.bind("tenant", tenantId)
			.bind("id", executionId)
			.one(ExecutionRepository::execution);
	}

	/**
	 * The execution of a tenant that runs, if one does.
	 */
	Mono<Execution> running(UUID tenantId) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND status = 'running'")
			.bind("tenant", tenantId)
			.one(ExecutionRepository::execution);
	}

	/**
	 * The executions of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<Execution>> list(UUID tenantId, PageRequest page) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (started_at, execution_id) < (:at, :id)
				ORDER BY started_at DESC, execution_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(ExecutionRepository::execution)
			.collectList();
	}

	/**
	 * Notes that every policy of the tenant is enforced on a day.
	 */
	Mono<Void> enforced(UUID tenantId, LocalDate day) {
		return this.sql.query("UPDATE audit_retention_policy SET enforced_on = :day WHERE tenant_id = :tenant")
			.bind("day", day)
			.bind("tenant", tenantId)
			.update()
			.then();
	}

	private static Execution execution(Readable row) {
		Totals totals = new Totals(Columns.required(row, "events_processed", Long.class),
				Columns.required(row, "events_deleted", Long.class),
				Columns.required(row, "events_archived", Long.class),
				Columns.required(row, "bytes_deleted", Long.class), row.get("oldest_event", Instant.class),
				row.get("newest_event", Instant.class));
		return new Execution(Columns.required(row, "execution_id", UUID.class), row.get("policy_id", UUID.class),
				Execution.Trigger.valueOf(constant(row, "trigger")), Columns.required(row, "dry_run", Boolean.class),
				Execution.Status.valueOf(constant(row, "status")), Columns.required(row, "day", LocalDate.class),
				totals,
				new EventPosition(Long.parseUnsignedLong(Columns.text(row, "cursor_xid")),
						Columns.required(row, "cursor_event_id", UUID.class)),
				row.get("failure", String.class), Columns.text(row, "started_by"),
				Columns.required(row, "started_at", Instant.class), Columns.required(row, "updated_at", Instant.class),
				row.get("ended_at", Instant.class));
	}

	private static String constant(Readable row, String name) {
		return Columns.text(row, name).toUpperCase(Locale.ROOT);
	}

}
