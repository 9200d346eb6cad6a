package io.qnsp.audit.integrity.store;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_checkpoint}.
 */
@Repository
public final class CheckpointRepository {

	private static final String SELECT = """
			SELECT tenant_id, sequence, checkpoint_id, version, made_at, tree_size, event_count, merkle_root,
				first_event_id, last_event_id, last_xid::text AS last_xid_text, previous_id, previous_hash, key_id, signature
			FROM audit_checkpoint
			WHERE tenant_id = :tenant""";

	private final Sql sql;

	CheckpointRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Adds a checkpoint unless another instance has made the same one.
	 * @param made the checkpoint
	 * @return true when it was added
	 */
	public Mono<Boolean> insert(Checkpoint made) {
		Checkpoint.Previous previous = made.previousCheckpoint();
		return this.sql
			.query("""
					INSERT INTO audit_checkpoint (tenant_id, sequence, checkpoint_id, version, made_at, tree_size, event_count,
						merkle_root, first_event_id, last_event_id, last_xid, previous_id, previous_hash, key_id, signature)
					VALUES (:tenant, :sequence, :id, :version, :at, :size, :count, :root, :first, :last, CAST(:xid AS xid8),
						:previous, :hash, :key, :signature)
					ON CONFLICT DO NOTHING
					""")
			.bind("tenant", made.tenantId())
			.bind("sequence", made.sequence())
			.bind("id", made.checkpointId())
			.bind("version", made.version())
			.bind("at", made.timestamp())
			.bind("size", made.treeSize())
			.bind("count", made.eventCount())
			.bind("root", HexFormat.of().parseHex(made.merkleRoot()))
			.bind("first", made.firstEventId())
			.bind("last", made.lastEventId())
			.bind("xid", made.lastPosition().substring(0, made.lastPosition().indexOf('-')))
			.bind("previous", (previous != null) ? previous.checkpointId() : null, UUID.class)
			.bind("hash", (previous != null) ? HexFormat.of().parseHex(previous.hash()) : null, byte[].class)
			.bind("key", made.keyId())
			.bind("signature", Base64.getDecoder().decode(made.signature()))
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * The last checkpoint of a tenant.
	 * @param tenantId the tenant
	 * @return the checkpoint, or empty
	 */
	public Mono<Checkpoint> last(UUID tenantId) {
		return query(" ORDER BY sequence DESC LIMIT 1", tenantId).one(CheckpointRepository::checkpoint);
	}

	/**
	 * A checkpoint.
	 * @param tenantId the tenant
	 * @param checkpointId its id
	 * @return the checkpoint, or empty
	 */
	public Mono<Checkpoint> find(UUID tenantId, UUID checkpointId) {
		return query(" AND checkpoint_id = :id", tenantId).bind("id", checkpointId)
			.one(CheckpointRepository::checkpoint);
	}

	/**
	 * A checkpoint.
	 * @param tenantId the tenant
	 * @param sequence its number
	 * @return the checkpoint, or empty
	 */
	public Mono<Checkpoint> find(UUID tenantId, long sequence) {
		return query(" AND sequence = :sequence", tenantId).bind("sequence", sequence)
			.one(CheckpointRepository::checkpoint);
	}

	/**
	 * The checkpoint that sealed a leaf.
	 * @param tenantId the tenant
	 * @param leafIndex the leaf
	 * @return the checkpoint, or empty
	 */
	public Mono<Checkpoint> sealing(UUID tenantId, long leafIndex) {
		return query(" AND tree_size > :leaf ORDER BY tree_size LIMIT 1", tenantId).bind("leaf", leafIndex)
			.one(CheckpointRepository::checkpoint);
	}

	/**
	 * The checkpoint that sealed what stood at a place of the journal.
	 * @param tenantId the tenant
	 * @param position the place
	 * @return the checkpoint, or empty when nothing there is sealed
	 */
	public Mono<Checkpoint> sealing(UUID tenantId, EventPosition position) {
		return query("""
				 AND (last_xid, last_event_id) >= (CAST(:xid AS xid8), :event)
				ORDER BY last_xid, last_event_id LIMIT 1""", tenantId)
			.bind("xid", Long.toUnsignedString(position.xid()))
			.bind("event", position.eventId())
			.one(CheckpointRepository::checkpoint);
	}

	/**
	 * The first checkpoint that was made at a time or later.
	 * @param tenantId the tenant
	 * @param time the time
	 * @return the checkpoint, or empty
	 */
	public Mono<Checkpoint> since(UUID tenantId, Instant time) {
		return query(" AND made_at >= :time ORDER BY made_at, checkpoint_id LIMIT 1", tenantId).bind("time", time)
			.one(CheckpointRepository::checkpoint);
	}

	/**
	 * Checkpoints of a tenant, newest first, one more than the page holds.
	 * @param tenantId the tenant
	 * @param page which part
	 * @return the checkpoints
	 */
	public Mono<List<Checkpoint>> list(UUID tenantId, PageRequest page) {
		return query("""
				 AND (made_at, checkpoint_id) < (:at, :id)
				ORDER BY made_at DESC, checkpoint_id DESC LIMIT :limit""", tenantId).bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(CheckpointRepository::checkpoint)
			.collectList();
	}

	/**
	 * Checkpoints of a tenant side by side.
	 * @param tenantId the tenant
	 * @param from the first number
	 * @param to the last number
	 * @return the checkpoints in their order
	 */
	public Flux<Checkpoint> between(UUID tenantId, long from, long to) {
		return query(" AND sequence BETWEEN :from AND :to ORDER BY sequence", tenantId).bind("from", from)
			.bind("to", to)
			.all(CheckpointRepository::checkpoint);
	}

	private Sql.Statement query(String condition, UUID tenantId) {
		return this.sql.query(SELECT + condition).bind("tenant", tenantId);
	}

	private static Checkpoint checkpoint(Readable row) {
		UUID last = uuid(row, "last_event_id");
		return new Checkpoint(Columns.required(row, "version", Integer.class), uuid(row, "checkpoint_id"),
				uuid(row, "tenant_id"), number(row, "sequence"), Columns.required(row, "made_at", Instant.class),
				number(row, "tree_size"), number(row, "event_count"), hex(row, "merkle_root"),
				uuid(row, "first_event_id"), last,
				new EventPosition(Long.parseUnsignedLong(Columns.text(row, "last_xid_text")), last).toString(),
				previous(row), Checkpoint.HASH_ALGORITHM, Checkpoint.ALGORITHM, uuid(row, "key_id"),
				Base64.getEncoder().encodeToString(Columns.required(row, "signature", byte[].class)));
	}

	private static Checkpoint.@Nullable Previous previous(Readable row) {
		UUID id = row.get("previous_id", UUID.class);
		return (id != null) ? new Checkpoint.Previous(id, hex(row, "previous_hash")) : null;
	}

	private static UUID uuid(Readable row, String name) {
		return Columns.required(row, name, UUID.class);
	}

	private static long number(Readable row, String name) {
		return Columns.required(row, name, Long.class);
	}

	private static String hex(Readable row, String name) {
		return HexFormat.of().formatHex(Columns.required(row, name, byte[].class));
	}

}
