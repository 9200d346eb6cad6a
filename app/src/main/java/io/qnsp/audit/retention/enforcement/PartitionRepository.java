package io.qnsp.audit.retention.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.retention.cleanup.DueRepository;
import io.qnsp.audit.retention.cleanup.Totals;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * Whole months of the journal, over all tenants. Looking at a month takes longer than
 * other statements may; it writes nothing, so followers of the journal don't wait for it.
 */
@Repository
final class PartitionRepository {

	private static final Duration LONGEST = Duration.ofMinutes(2);

	private final Sql system;

	private final DueRepository due;

	PartitionRepository(@Qualifier("systemConnectionFactory") ConnectionFactory connections, DueRepository due) {
		this.system = new Sql(connections, LONGEST.plusSeconds(5));
		this.due = due;
	}

	/**
	 * The access that the statements here use.
	 */
	Sql access() {
		return this.system;
	}

	/**
	 * The months that have ended, as their first days, the oldest first.
	 */
	Flux<LocalDate> ended() {
		return this.system.query("SELECT month FROM ended_audit_partitions() AS month")
			.all((row) -> Columns.required(row, "month", LocalDate.class));
	}

	/**
	 * Lets the statements of the surrounding transaction take their time.
	 */
	Mono<Void> patience() {
		return this.system.query("SELECT set_config('statement_timeout', :millis, true) AS set")
			.bind("millis", Long.toString(LONGEST.toMillis()))
			.one((row) -> true)
			.then();
	}

	/**
	 * Who has events in a month, and how many of them are due.
	 */
	Mono<List<Part>> parts(LocalDate month, LocalDate day) {
		return this.due.bindRules(this.system.query("""
				SELECT owner.tenant_id, owner.events, due.events AS due, due.archived
				FROM (
					SELECT e.tenant_id, count(*) AS events FROM audit_event e
					WHERE e.recorded_at >= :from AND e.recorded_at < :before
					GROUP BY e.tenant_id
				) AS owner
				CROSS JOIN LATERAL (
					SELECT count(*) AS events, count(d.destination) AS archived
					FROM audit_due(owner.tenant_id, NULL, :day, :names, :days, :projections, '0',
						'00000000-0000-0000-0000-000000000000', '18446744073709551615',
						'ffffffff-ffff-ffff-ffff-ffffffffffff', :from, :before) AS d
				) AS due
				"""))
			.bind("day", day)
			.bind("from", start(month))
			.bind("before", start(month.plusMonths(1)))
			.all(Part::of)
			.collectList();
	}

	private static Instant start(LocalDate day) {
		return day.atStartOfDay(ZoneOffset.UTC).toInstant();
	}

	/**
	 * Removes a month if all of it is due and archived as it must be.
	 * @param archived how many events of whom are in archives
	 * @return what was removed; empty when it stays
	 */
	Flux<Removed> drop(LocalDate month, LocalDate day, List<Part> archived) {
		return this.due.bindRules(this.system.query("""
				SELECT gone.tenant_id, gone.events, gone.bytes, gone.archived, gone.oldest, gone.newest
				FROM drop_audit_partition(:month, :day, :names, :days, :projections, :tenants, :archived) AS gone
				"""))
			.bind("month", month)
			.bind("day", day)
			.bind("tenants", archived.stream().map(Part::tenantId).toArray(UUID[]::new))
			.bind("archived", archived.stream().map(Part::archived).toArray(Long[]::new))
			.all(Removed::of);
	}

	/**
	 * A tenant's part of a month.
	 *
	 * @param tenantId the tenant
	 * @param events how many events there are
	 * @param due how many of them are due
	 * @param archived how many of these must be archived
	 */
	record Part(UUID tenantId, long events, long due, long archived) {

		private static Part of(Readable row) {
			return new Part(Columns.required(row, "tenant_id", UUID.class), Columns.required(row, "events", Long.class),
					Columns.required(row, "due", Long.class), Columns.required(row, "archived", Long.class));
		}

		boolean isDue() {
			return this.events == this.due;
		}

	}

	/**
	 * What was removed of a tenant's.
	 *
	 * @param tenantId the tenant
	 * @param totals how much
	 */
	record Removed(UUID tenantId, Totals totals) {

		private static Removed of(Readable row) {
			long events = Columns.required(row, "events", Long.class);
			return new Removed(Columns.required(row, "tenant_id", UUID.class),
					new Totals(events, events, Columns.required(row, "archived", Long.class),
							Columns.required(row, "bytes", Long.class), Columns.required(row, "oldest", Instant.class),
							Columns.required(row, "newest", Instant.class)));
		}

	}

}
