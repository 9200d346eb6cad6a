package io.qnsp.kms.byohsm.log;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code kms_hsm_operation}, for the tenant.
 */
@Repository
final class OperationRepository {

	private final Sql sql;

	OperationRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * The operations of a connection, newest first, one more than the page holds.
	 */
	Mono<List<ListedOperation>> list(UUID tenantId, UUID connectionId, PageRequest page) {
		return this.sql.query("""
				SELECT operation_id, type, key_id, succeeded, latency_ms, happened_at FROM kms_hsm_operation
				WHERE tenant_id = :tenant AND connection_id = :connection
				AND (happened_at, operation_id) < (:at, :id)
				ORDER BY happened_at DESC, operation_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("connection", connectionId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(OperationRepository::operation)
			.collectList();
	}

	private static ListedOperation operation(Readable row) {
		return new ListedOperation(Columns.required(row, "operation_id", UUID.class), Columns.text(row, "type"),
				row.get("key_id", UUID.class), Columns.required(row, "happened_at", Instant.class),
				Columns.required(row, "succeeded", Boolean.class) ? ListedOperation.Status.SUCCESS
						: ListedOperation.Status.FAILURE,
				Columns.required(row, "latency_ms", Double.class));
	}

	/**
	 * How the latest calls went.
	 * @param since calls from then on
	 * @param most how many of them at most
	 */
	Mono<HealthMetrics> health(UUID tenantId, UUID connectionId, Instant since, int most) {
		return this.sql.query("""
				SELECT avg(latency_ms) AS latency, avg(CASE WHEN fault THEN 1.0 ELSE 0.0 END)::float8 AS errors,
					(SELECT happened_at FROM kms_hsm_operation
						WHERE tenant_id = :tenant AND connection_id = :connection AND succeeded
						ORDER BY happened_at DESC LIMIT 1) AS last
				FROM (SELECT latency_ms, fault FROM kms_hsm_operation
					WHERE tenant_id = :tenant AND connection_id = :connection AND happened_at >= :since
					ORDER BY happened_at DESC LIMIT :most) latest
				""")
			.bind("tenant", tenantId)
			.bind("connection", connectionId)
			.bind("since", since)
			.bind("most", most)
			.one((row) -> new HealthMetrics(row.get("latency", Double.class), row.get("errors", Double.class),
					row.get("last", Instant.class)));
	}

}
