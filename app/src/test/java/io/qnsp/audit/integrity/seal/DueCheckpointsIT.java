package io.qnsp.audit.integrity.seal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.audit.integrity.SealedEvents;
import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.audit.integrity.store.TileRepository;
import io.qnsp.core.id.Ids;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When checkpoints are made, and what a crash or another instance in between leaves.
 */
@QnspServerTest
class DueCheckpointsIT {

	private static final Duration WITHIN = Duration.ofSeconds(60);

	// One more, and the server's own job would seal them first.
	private static final int MANY = 9_999;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final UnsealedCounts counts = new UnsealedCounts();

	@Autowired
	private TestTenants tenants;

	@Autowired
	private SealedEvents events;

	@Autowired
	private CheckpointRepository checkpoints;

	@Autowired
	private TileRepository tiles;

	@Autowired
	private JournalReader journal;

	@Autowired
	private EventLeaves leaves;

	@Autowired
	private CheckpointSignatures signatures;

	@Autowired
	private Transactions transactions;

	@Autowired
	private DueTenantRepository due;

	@Autowired
	private SealingAlarm alarm;

	@Autowired
	private TestCalls calls;

	@Autowired
	private Ids ids;

	@Autowired
	private Clock clock;

	private CheckpointMaker maker(int maxEvents) {
		return new CheckpointMaker(this.checkpoints, this.tiles, this.journal, this.leaves, this.signatures,
				this.transactions, new IntegrityProperties(maxEvents, Duration.ofMinutes(5), Duration.ofSeconds(1), 7),
				this.ids, this.clock, this.meters);
	}

	private DueCheckpoints job(int maxEvents, Duration maxAge, UUID tenantId) {
		DueCheckpoints job = new DueCheckpoints(this.due, this.counts, maker(maxEvents),
				new IntegrityProperties(maxEvents, maxAge, Duration.ofSeconds(1), 7), this.clock, this.alarm);
		// Tenants are made in the order of their ids: what comes after this one is new.
		job.beginAfter(new UUID(tenantId.getMostSignificantBits(), tenantId.getLeastSignificantBits() - 1));
		return job;
	}

	private List<Checkpoint> made(UUID tenantId) {
		return Objects.requireNonNull(this.checkpoints.between(tenantId, 1, 1_000)
			.contextWrite(TenantContext.with(tenantId))
			.collectList()
			.block(WITHIN));
	}

	private void awaitSettled(UUID tenantId, int count) {
		Eventually
			.until(count + " events are settled",
					() -> Objects.requireNonNull(this.journal.ofTenantAfter(tenantId, EventPosition.START, 1_000)
						.contextWrite(TenantContext.with(tenantId))
						.block(WITHIN)).size() == count);
	}

	@Test
	void eventsThatAreOldEnoughAreSealedAndNoOthers() {
		UUID tenantId = this.tenants.owner().tenantId();
		this.events.append(tenantId, 4);
		awaitSettled(tenantId, 4);
		job(100, Duration.ofHours(1), tenantId).run().block(WITHIN);
		assertThat(made(tenantId)).isEmpty();
		job(100, Duration.ofMillis(1), tenantId).run().block(WITHIN);
		assertThat(made(tenantId)).singleElement().matches((one) -> one.treeSize() == 4);
		job(100, Duration.ofMillis(1), tenantId).run().block(WITHIN);
		assertThat(made(tenantId)).as("nothing is new").hasSize(1);
	}

	@Test
	void manyEventsAreSealedAtOnceInFullCheckpoints() {
		UUID tenantId = this.tenants.owner().tenantId();
		this.events.append(tenantId, 45);
		awaitSettled(tenantId, 45);
		List<JournalEntry> seen = Objects.requireNonNull(this.journal.ofTenantAfter(tenantId, EventPosition.START, 45)
			.contextWrite(TenantContext.with(tenantId))
			.block(WITHIN));
		this.counts.onEntries(seen.subList(0, 19));
		job(20, Duration.ofHours(1), tenantId).run().block(WITHIN);
		assertThat(made(tenantId)).as("fewer were seen").isEmpty();
		this.counts.onEntries(seen.subList(19, 45));
		job(20, Duration.ofHours(1), tenantId).run().block(WITHIN);
		assertThat(made(tenantId)).extracting(Checkpoint::eventCount).containsExactly(20L, 20L);
	}

	@Test
	void severalInstancesAtOnceMakeOneCheckpoint() {
		UUID tenantId = this.tenants.owner().tenantId();
		for (int round = 1; round <= 3; round++) {
			this.events.append(tenantId, 50);
			awaitSettled(tenantId, 50 * round);
			List<CheckpointMaker> makers = IntStream.range(0, 4).mapToObj((i) -> maker(1_000)).toList();
			List<Checkpoint> answers = Flux.fromIterable(makers)
				.flatMap((maker) -> maker.seal(tenantId, 1), 4)
				.collectList()
				.block(WITHIN);
			assertThat(answers).hasSize(1);
			assertThat(made(tenantId)).hasSize(round).last().isEqualTo(Objects.requireNonNull(answers).getFirst());
		}
		List<Checkpoint> chain = made(tenantId);
		for (int i = 0; i < chain.size(); i++) {
			assertThat(chain.get(i).faultAfter((i > 0) ? chain.get(i - 1) : null)).isNull();
		}
	}

	@Test
	void whatEndsInBetweenLeavesNothingAndIsDoneAgain() throws SQLException {
		UUID tenantId = this.tenants.owner().tenantId();
		this.events.append(tenantId, 3);
		awaitSettled(tenantId, 3);
		try (Connection connection = TestDatabase.dataSource("postgres").getConnection();
				PreparedStatement tile = connection.prepareStatement("""
						INSERT INTO audit_tile (tenant_id, level, tile_index, hashes, positions)
						VALUES (?, 0, 0, sha256('x'), substring(sha256('x') FROM 1 FOR 24))""")) {
			connection.setAutoCommit(false);
			tile.setObject(1, tenantId);
			tile.execute();
			// The checkpoint is inserted, its tiles wait for this transaction, and the
			// lock timeout ends the other one.
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> maker(100).seal(tenantId, 1).block(WITHIN));
			connection.rollback();
		}
		assertThat(made(tenantId)).isEmpty();
		assertThat(maker(100).seal(tenantId, 1).block(WITHIN))
			.matches((one) -> one.sequence() == 1 && one.treeSize() == 3);
	}

	@Test
	void aDamagedTreeIsNotBuiltUponAndTheTenantIsTold() {
		UUID tenantId = this.tenants.owner().tenantId();
		this.events.append(tenantId, 3);
		this.events.seal(tenantId);
		this.events.append(tenantId, 3);
		awaitSettled(tenantId, 6);
		this.events.database()
			.update("UPDATE qnsp.audit_tile SET hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) WHERE tenant_id = ?",
					tenantId);
		for (int run = 0; run < 3; run++) {
			job(100, Duration.ofMillis(1), tenantId).run().block(WITHIN);
		}
		assertThat(made(tenantId)).hasSize(1);
		assertThat(this.calls.events(tenantId, "audit.checkpoint.refuse")).singleElement()
			.asString()
			.contains("\"critical\"", "the stored tree has root");
	}

	@Test
	void tenThousandEventsAreStoredInOneShortTransaction() {
		UUID tenantId = this.tenants.owner().tenantId();
		this.events.append(tenantId, MANY);
		long start = System.nanoTime();
		Checkpoint sealed = this.events.seal(tenantId);
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
		assertThat(sealed.eventCount()).isEqualTo(MANY);
		UUID other = this.tenants.owner().tenantId();
		this.events.append(other, MANY);
		awaitSettledLast(other);
		CheckpointMaker measured = new CheckpointMaker(this.checkpoints, this.tiles, this.journal, this.leaves,
				this.signatures, this.transactions,
				new IntegrityProperties(10_000, Duration.ofMinutes(5), Duration.ofSeconds(1), 500), this.ids,
				this.clock, this.meters);
		assertThat(measured.seal(other, MANY).block(WITHIN)).isNotNull();
		double stored = this.meters.get("qnsp.audit.checkpoint.store").timer().max(TimeUnit.MILLISECONDS);
		System.getLogger("measured")
			.log(System.Logger.Level.INFO,
					"10,000 events: sealed in %d ms, transaction %.0f ms".formatted(millis, stored));
		assertThat(stored).isLessThan(1_000);
	}

	private void awaitSettledLast(UUID tenantId) {
		Eventually.until("all events are settled",
				() -> Objects.requireNonNull(this.events.database()
					.queryForObject("""
							SELECT count(*) = ? FROM qnsp.audit_event
							WHERE tenant_id = ? AND xid < pg_snapshot_xmin(pg_current_snapshot())""", Boolean.class,
							MANY, tenantId)));
	}

}
