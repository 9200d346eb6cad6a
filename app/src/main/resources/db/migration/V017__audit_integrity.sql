-- Proof that nothing was changed: signed checkpoints of each tenant's events, and the Merkle tree that they are about
-- (RFC 6962, SHA3-256), in tiles of 256 hashes. Leaves stay when retention deletes their events.

CREATE TABLE audit_checkpoint (
	tenant_id uuid NOT NULL REFERENCES tenant,
	sequence bigint NOT NULL CHECK (sequence >= 1),
	checkpoint_id uuid NOT NULL,
	version integer NOT NULL,
	made_at timestamptz NOT NULL CHECK (made_at = date_trunc('milliseconds', made_at)),
	tree_size bigint NOT NULL CHECK (tree_size >= event_count),
	event_count bigint NOT NULL CHECK (event_count >= 1),
	merkle_root bytea NOT NULL CHECK (octet_length(merkle_root) = 32),
	first_event_id uuid NOT NULL,
	-- The last event that the tree holds: where the next checkpoint goes on.
	last_event_id uuid NOT NULL,
	last_xid xid8 NOT NULL,
	previous_id uuid,
	previous_hash bytea CHECK (octet_length(previous_hash) = 32),
	key_id uuid NOT NULL,
	signature bytea NOT NULL,
	-- Decides who wins when two instances make the next one.
	PRIMARY KEY (tenant_id, sequence),
	UNIQUE (tenant_id, checkpoint_id),
	-- Serves "the first checkpoint whose tree holds this leaf".
	UNIQUE (tenant_id, tree_size),
	CHECK ((previous_id IS NULL) = (sequence = 1)),
	CHECK ((previous_hash IS NULL) = (sequence = 1))
);
CALL protect_tenant_table('audit_checkpoint');
REVOKE UPDATE, DELETE ON audit_checkpoint FROM qnsp_app, qnsp_system;
-- Serves the list, newest first, and "the first checkpoint made at or after a time".
CREATE INDEX audit_checkpoint_by_time ON audit_checkpoint (tenant_id, made_at, checkpoint_id);

-- Serves "the checkpoint that sealed this place of the journal".
CREATE UNIQUE INDEX audit_checkpoint_by_position ON audit_checkpoint (tenant_id, last_xid, last_event_id);

-- Level 0 holds leaf hashes, every level above the roots of complete tiles of the level below.
CREATE TABLE audit_tile (
	tenant_id uuid NOT NULL REFERENCES tenant,
	level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
	tile_index bigint NOT NULL CHECK (tile_index >= 0),
	hashes bytea NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
	-- At level 0 the places of the events in the journal, 24 bytes each: transaction (big endian), event id. Compared
	-- as bytes they sort as the journal does.
	positions bytea CHECK (octet_length(positions) = octet_length(hashes) / 32 * 24),
	first_position bytea GENERATED ALWAYS AS (substring(positions FROM 1 FOR 24)) STORED,
	-- A bit for each leaf whose event retention has deleted, the lowest of the first byte first.
	removed bytea CHECK (octet_length(removed) = 32),
	PRIMARY KEY (tenant_id, level, tile_index),
	CHECK ((positions IS NOT NULL) = (level = 0)),
	CHECK (removed IS NULL OR level = 0)
);
CALL protect_tenant_table('audit_tile');
REVOKE DELETE ON audit_tile FROM qnsp_app, qnsp_system;
-- Serves "which leaf is the event at this place".
CREATE INDEX audit_tile_by_position ON audit_tile (tenant_id, first_position) WHERE level = 0;
