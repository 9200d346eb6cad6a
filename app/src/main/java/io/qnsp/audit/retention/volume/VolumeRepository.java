package io.qnsp.audit.retention.volume;

import java.time.LocalDate;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * Reads what there is and what was deleted. Looks at a row a day and a row an execution,
 * never at the journal.
 */
@Repository
final class VolumeRepository {

	private final Sql sql;

	VolumeRepository(Sql sql) {
		this.sql = sql;
	}

	Mono<RetentionMetrics> metrics(UUID tenantId, LocalDate today) {
		return this.sql.query("""
				SELECT volume.*, saved.*
				FROM (
					SELECT coalesce(sum(events), 0)::bigint AS events, coalesce(sum(bytes), 0)::bigint AS bytes,
						coalesce(sum(events) FILTER (WHERE day > :today - 7), 0)::bigint AS days7,
						coalesce(sum(events) FILTER (WHERE day > :today - 30), 0)::bigint AS days30,
						coalesce(sum(events) FILTER (WHERE day > :today - 90), 0)::bigint AS days90
					FROM audit_volume WHERE tenant_id = :tenant
				) AS volume
				CROSS JOIN (
					SELECT coalesce(sum(events_deleted), 0)::bigint AS deleted,
						coalesce(sum(bytes_deleted), 0)::bigint AS reclaimed
					FROM audit_retention_execution WHERE tenant_id = :tenant AND NOT dry_run
				) AS saved
				""").bind("tenant", tenantId).bind("today", today).one(VolumeRepository::metrics);
	}

	private static RetentionMetrics metrics(Readable row) {
		long events = number(row, "events");
		long days90 = number(row, "days90");
		return new RetentionMetrics(events, number(row, "bytes"),
				new RetentionMetrics.ByAge(number(row, "days7"), number(row, "days30"), days90, events - days90),
				new RetentionMetrics.RetentionSavings(number(row, "deleted"), number(row, "reclaimed")));
	}

	private static long number(Readable row, String name) {
		return Columns.required(row, name, Long.class);
	}

}
