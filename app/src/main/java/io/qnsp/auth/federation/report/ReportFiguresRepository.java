package io.qnsp.auth.federation.report;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.qnsp.auth.federation.report.render.FederationReport;
import io.qnsp.core.job.JobFailedException;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Computes the figures of reports from the recorded events, one statement a section, for
 * the tenant of the chain.
 */
@Component
final class ReportFiguresRepository {

	private final Sql sql;

	ReportFiguresRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Computes a report.
	 * @param order what was asked for
	 * @param now when the report is made: events from then on are not in it, so that all
	 * sections tell of the same events
	 * @return the report; a {@link JobFailedException} when a section has too many rows
	 */
	Mono<FederationReport> compute(ReportOrder order, Instant now) {
		Instant end = order.range().end().isBefore(now) ? order.range().end() : now;
		return Flux.fromIterable(SectionQuery.of(order.type()))
			.concatMap((section) -> compute(section, order, end))
			.collectList()
			.map((sections) -> new FederationReport(order.type().wireName(), order.type().title(),
					order.range().start(), order.range().end(), order.providers(), now, sections));
	}

	private Mono<FederationReport.Section> compute(SectionQuery section, ReportOrder order, Instant end) {
		int columns = section.columns().size();
		return this.sql.query(section.sql())
			.bind("tenant", order.tenantId())
			.bind("start", order.range().start())
			.bind("end", end)
			.bind("providers", order.providers().isEmpty() ? null : order.providers().toArray(String[]::new),
					String[].class)
			.all((row) -> cells(row, columns))
			.collectList()
			.map((rows) -> {
				if (rows.size() > SectionQuery.MAX_ROWS) {
					throw new JobFailedException("%s has more than %d rows; ask for a shorter range or fewer providers"
						.formatted(section.name(), SectionQuery.MAX_ROWS));
				}
				return new FederationReport.Section(section.name(), section.title(), section.columns(), rows);
			});
	}

	private static List<@Nullable Object> cells(Readable row, int columns) {
		List<@Nullable Object> cells = new ArrayList<>(columns);
		for (int i = 0; i < columns; i++) {
			Object value = row.get(i);
			cells.add((value instanceof OffsetDateTime time) ? time.toInstant() : value);
		}
		return cells;
	}

}
