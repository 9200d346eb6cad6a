package io.qnsp.core.journal;

import java.time.Duration;
import java.util.Objects;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Keeps the journal's monthly partitions ahead of time, and checks at start-up that the
 * database still counts its transactions where the journal left off.
 */
public final class JournalPartitions implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(JournalPartitions.class);

	private static final int MONTHS_AHEAD = 3;

	// Often, since it costs nothing when there is nothing to make, and a machine may have
	// slept for months.
	private static final Duration EVERY = Duration.ofMinutes(10);

	private final Sql system;

	/**
	 * Creates the upkeep.
	 * @param system access across tenants
	 */
	public JournalPartitions(Sql system) {
		this.system = system;
	}

	/**
	 * What must have completed before the first write: the positions are checked and the
	 * partitions of this month and the next three are there.
	 * @return an {@link IllegalStateException} that says what to do when the database was
	 * restored into a cluster that counts transactions from a lower number
	 */
	public Mono<Void> prepare() {
		return checkPositions().then(Mono.defer(this::ensure)).then();
	}

	/**
	 * Makes the missing partitions. Any number of instances may do so at the same time.
	 * @return how many were made
	 */
	public Mono<Integer> ensure() {
		return this.system.query("SELECT create_audit_partitions(:monthsAhead)")
			.bind("monthsAhead", MONTHS_AHEAD)
			.one((row) -> Objects.requireNonNull(row.get(0, Integer.class)))
			.doOnNext((made) -> {
				if (made > 0) {
					log.info("Made {} partitions of the journal", made);
				}
			});
	}

	@Override
	public String name() {
		return "journal-partitions";
	}

	@Override
	public Duration interval() {
		return EVERY;
	}

	@Override
	public Mono<Void> run() {
		return ensure().then();
	}

	private Mono<Void> checkPositions() {
		return this.system.query("""
				SELECT pg_snapshot_xmax(pg_current_snapshot())::text,
					coalesce((SELECT xid FROM audit_event ORDER BY xid DESC LIMIT 1), '0'::xid8)::text,
					coalesce((SELECT xid FROM projection_cursor ORDER BY xid DESC LIMIT 1), '0'::xid8)::text
				""").one((row) -> {
			long next = xid(row.get(0, String.class));
			requireBelow("audit_event", xid(row.get(1, String.class)), next);
			requireBelow("projection_cursor", xid(row.get(2, String.class)), next);
			return next;
		}).then();
	}

	private static long xid(@Nullable String text) {
		return Long.parseUnsignedLong(Objects.requireNonNull(text));
	}

	private static void requireBelow(String table, long newest, long next) {
		if (Long.compareUnsigned(newest, next) >= 0) {
			throw new IllegalStateException("""
					%s: newest transaction id %s (expected: below %s, the next one of this database cluster). The \
					data was restored into a new cluster, whose transactions would sort before the journal's end and \
					never be seen by its followers. Stop PostgreSQL and every server, run \
					`pg_resetwal --epoch=%d -D <data directory>` on the cleanly stopped cluster, and start again\
					""".formatted(table, Long.toUnsignedString(newest), Long.toUnsignedString(next),
					(newest >>> Integer.SIZE) + 1));
		}
	}

}
