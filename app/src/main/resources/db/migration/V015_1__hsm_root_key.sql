-- Root keys that live in an HSM. The key never leaves it; here is how to find it, and the secret for sealing on the
-- spot, which it wraps.

CREATE TABLE hsm_root_key (
	root_key_id text COLLATE "C" PRIMARY KEY CHECK (root_key_id ~ '^[0-9a-f]{32}$'),
	-- A key that has a label is never replaced by another of the same label: that would be the wrong HSM.
	label text NOT NULL UNIQUE CHECK (char_length(label) BETWEEN 1 AND 64),
	reference text NOT NULL CHECK (char_length(reference) BETWEEN 1 AND 512),
	wrapped_secret bytea NOT NULL CHECK (octet_length(wrapped_secret) BETWEEN 64 AND 256),
	created_at timestamptz NOT NULL
);
