-- The keys of tenants, wrapped by the root key. Each wraps or seals what its tenant stores; a tenant whose rows are
-- deleted has lost all of that, at once and for good.

CREATE TABLE tenant_key (
	tenant_id uuid NOT NULL,
	key_id uuid NOT NULL,
	-- The root key that wraps it, so that a rotation finds what is still to be rewrapped.
	root_key_id text COLLATE "C" NOT NULL CHECK (root_key_id ~ '^[0-9a-f]{32}$'),
	wrapped bytea NOT NULL CHECK (octet_length(wrapped) BETWEEN 32 AND 256),
	created_at timestamptz NOT NULL,
	-- From when on another key is used for everything new.
	retired_at timestamptz CHECK (retired_at >= created_at),
	PRIMARY KEY (tenant_id, key_id)
);
CALL protect_tenant_table('tenant_key');
-- Handled by the server itself, never on a tenant's connection.
REVOKE ALL ON tenant_key FROM qnsp_app;
-- One current key each: decides who wins when two instances make the first one.
CREATE UNIQUE INDEX tenant_key_current ON tenant_key (tenant_id) WHERE retired_at IS NULL;
-- Serves the rewrapping after a rotation of the root key.
CREATE INDEX tenant_key_by_root ON tenant_key (root_key_id);
