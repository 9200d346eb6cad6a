package io.qnsp.audit.integrity.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.integrity.merkle.GrowingTiles;
import io.qnsp.core.integrity.merkle.TileId;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_tile}.
 */
@Repository
public final class TileRepository {

	private final Sql sql;

	TileRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * The hashes of tiles.
	 * @param tenantId the tenant
	 * @param wanted which tiles
	 * @return those that are there
	 */
	public Mono<Map<TileId, byte[]>> hashes(UUID tenantId, Collection<TileId> wanted) {
		if (wanted.isEmpty()) {
			return Mono.just(Map.of());
		}
		return this.sql.query("""
				SELECT tile.level, tile.tile_index, tile.hashes
				FROM unnest(:levels, :indexes) AS wanted (level, tile_index)
				JOIN audit_tile tile ON tile.tenant_id = :tenant AND tile.level = wanted.level
					AND tile.tile_index = wanted.tile_index
				""")
			.bind("levels", wanted.stream().map(TileId::level).toArray(Integer[]::new))
			.bind("indexes", wanted.stream().map(TileId::index).toArray(Long[]::new))
			.bind("tenant", tenantId)
			.all(Hashes::of)
			.collectMap(Hashes::tile, Hashes::hashes, HashMap::new);
	}

	/**
	 * Tiles of leaves side by side.
	 * @param tenantId the tenant
	 * @param from the first index
	 * @param to the last index
	 * @return those that are there, in their order
	 */
	public Flux<LeafTile> leaves(UUID tenantId, long from, long to) {
		return this.sql.query("""
				SELECT tile_index, hashes, positions, removed FROM audit_tile
				WHERE tenant_id = :tenant AND level = 0 AND tile_index BETWEEN :from AND :to
				ORDER BY tile_index
				""").bind("tenant", tenantId).bind("from", from).bind("to", to).all(TileRepository::leafTile);
	}

	/**
	 * How many leaves are stored.
	 * @param tenantId the tenant
	 * @return the number, by the last tile
	 */
	public Mono<Long> size(UUID tenantId) {
		return this.sql.query("""
				SELECT tile_index * 256 + octet_length(hashes) / 32 AS size FROM audit_tile
				WHERE tenant_id = :tenant AND level = 0 ORDER BY tile_index DESC LIMIT 1
				""")
			.bind("tenant", tenantId)
			.one((row) -> Columns.required(row, "size", Long.class))
			.defaultIfEmpty(0L);
	}

	/**
	 * The tile that holds the leaf of an event, if it is sealed.
	 * @param tenantId the tenant
	 * @param position the event's place in the journal
	 * @return the last tile that begins at or before the place; empty when there is none
	 */
	public Mono<LeafTile> leaf(UUID tenantId, EventPosition position) {
		return this.sql.query("""
				SELECT tile_index, hashes, positions, removed FROM audit_tile
				WHERE tenant_id = :tenant AND level = 0 AND first_position <= :position
				ORDER BY first_position DESC LIMIT 1
				""")
			.bind("tenant", tenantId)
			.bind("position", PositionBytes.of(position))
			.one(TileRepository::leafTile);
	}

	/**
	 * Stores what a tree has grown by, the tile that was incomplete before included.
	 * @param tenantId the tenant
	 * @param stretch tiles of one level
	 * @param positions at level 0 the places of all its events, one after the other
	 * @return completes when it is stored
	 */
	public Mono<Void> store(UUID tenantId, GrowingTiles.Stretch stretch, byte @Nullable [] positions) {
		return this.sql.query("""
				INSERT INTO audit_tile (tenant_id, level, tile_index, hashes, positions)
				SELECT :tenant, :level, :first + i, substring(CAST(:hashes AS bytea) FROM i * 8192 + 1 FOR 8192),
					substring(CAST(:positions AS bytea) FROM i * 6144 + 1 FOR 6144)
				FROM generate_series(0, :last) AS i
				ON CONFLICT (tenant_id, level, tile_index)
				DO UPDATE SET hashes = excluded.hashes, positions = excluded.positions
				""")
			.bind("tenant", tenantId)
			.bind("level", stretch.level())
			.bind("first", stretch.firstTile())
			.bind("hashes", stretch.hashes())
			.bind("positions", positions, byte[].class)
			.bind("last", stretch.tiles() - 1)
			.update()
			.then();
	}

	/**
	 * Marks leaves of a tile as those of deleted events.
	 * @param tenantId the tenant
	 * @param tile the tile's index
	 * @param slots which leaves, 0..255
	 * @return completes when it is stored
	 */
	public Mono<Void> markRemoved(UUID tenantId, long tile, List<Integer> slots) {
		byte[] bits = new byte[32];
		slots.forEach((slot) -> bits[slot / Byte.SIZE] |= (byte) (1 << (slot % Byte.SIZE)));
		// bytea knows no bitwise or: byte by byte.
		return this.sql
			.query("""
					UPDATE audit_tile SET removed = decode((
						SELECT string_agg(lpad(to_hex(get_byte(coalesce(removed, :none), i) | get_byte(:bits, i)), 2, '0'), ''
							ORDER BY i)
						FROM generate_series(0, 31) AS i), 'hex')
					WHERE tenant_id = :tenant AND level = 0 AND tile_index = :tile
					""")
			.bind("bits", bits)
			.bind("none", new byte[32])
			.bind("tenant", tenantId)
			.bind("tile", tile)
			.update()
			.then();
	}

	private static LeafTile leafTile(Readable row) {
		return new LeafTile(Columns.required(row, "tile_index", Long.class),
				Columns.required(row, "hashes", byte[].class), Columns.required(row, "positions", byte[].class),
				row.get("removed", byte[].class));
	}

	private record Hashes(TileId tile, byte[] hashes) {

		static Hashes of(Readable row) {
			return new Hashes(
					new TileId(Columns.required(row, "level", Integer.class),
							Columns.required(row, "tile_index", Long.class)),
					Columns.required(row, "hashes", byte[].class));
		}

	}

}
