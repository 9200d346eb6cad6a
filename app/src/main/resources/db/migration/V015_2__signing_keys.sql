-- Keys that the platform itself signs with, one current key for each purpose. Old ones stay: what they signed must verify
-- for as long as somebody keeps it.

CREATE TABLE platform_signing_key (
	key_id uuid PRIMARY KEY,
	purpose text COLLATE "C" NOT NULL CHECK (purpose ~ '^[a-z][a-z0-9.-]{0,63}$'),
	algorithm text COLLATE "C" NOT NULL CHECK (algorithm = 'ML-DSA-65'),
	public_key bytea NOT NULL CHECK (octet_length(public_key) = 1952),
	-- The seed, wrapped by the root key.
	wrapped_seed bytea NOT NULL CHECK (octet_length(wrapped_seed) BETWEEN 32 AND 256),
	created_at timestamptz NOT NULL,
	-- From when on another key signs.
	retired_at timestamptz CHECK (retired_at >= created_at)
);
-- Decides who wins when two instances make the first key.
CREATE UNIQUE INDEX platform_signing_key_current ON platform_signing_key (purpose) WHERE retired_at IS NULL;
-- Serves the list of public keys.
CREATE INDEX platform_signing_key_by_purpose ON platform_signing_key (purpose, created_at);
