-- The KMS: keys, their versions, one-time import keys, and what a tenant allows.

CREATE TABLE kms_key (
	tenant_id uuid NOT NULL,
	key_id uuid NOT NULL,
	name text CHECK (char_length(name) BETWEEN 1 AND 200),
	purpose text NOT NULL CHECK (purpose IN ('signing', 'encryption', 'kem', 'wrapping', 'mac')),
	-- Of the current version: a migration gives a key a version of another algorithm.
	algorithm text COLLATE "C" NOT NULL CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	protection text NOT NULL CHECK (protection IN ('software', 'hsm')),
	origin text NOT NULL CHECK (origin IN ('generated', 'imported', 'public')),
	state text NOT NULL CHECK (state IN ('pre-activation', 'active', 'suspended', 'deactivated', 'compromised',
		'destroyed')),
	state_reason text CHECK (char_length(state_reason) BETWEEN 1 AND 500),
	version integer NOT NULL CHECK (version BETWEEN 1 AND 10000),
	metadata json NOT NULL,
	-- ISO 8601, such as P90D.
	rotation_period text CHECK (char_length(rotation_period) BETWEEN 1 AND 40),
	rotate_at timestamptz,
	activate_at timestamptz,
	destroy_at timestamptz,
	destroyed_at timestamptz,
	created_at timestamptz NOT NULL,
	rotated_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, key_id),
	CHECK (rotate_at IS NULL OR rotation_period IS NOT NULL),
	CHECK ((activate_at IS NOT NULL) = (state = 'pre-activation')),
	CHECK ((destroyed_at IS NOT NULL) = (state = 'destroyed')),
	CHECK (state <> 'destroyed' OR (destroy_at IS NULL AND rotate_at IS NULL))
);
CALL protect_tenant_table('kms_key');
-- What is known of a destroyed key stays.
REVOKE DELETE ON kms_key FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX kms_key_by_creation ON kms_key (tenant_id, created_at DESC, key_id DESC);
-- What is due, over all tenants.
CREATE INDEX kms_key_to_activate ON kms_key (activate_at) WHERE activate_at IS NOT NULL;
CREATE INDEX kms_key_to_rotate ON kms_key (rotate_at) WHERE rotate_at IS NOT NULL AND state = 'active';
CREATE INDEX kms_key_to_destroy ON kms_key (destroy_at) WHERE destroy_at IS NOT NULL;

CREATE TABLE kms_key_version (
	tenant_id uuid NOT NULL,
	key_id uuid NOT NULL,
	version integer NOT NULL CHECK (version BETWEEN 1 AND 10000),
	algorithm text COLLATE "C" NOT NULL CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	-- The raw public key; none for symmetric keys.
	public_key bytea CHECK (octet_length(public_key) BETWEEN 1 AND 65536),
	-- The raw private or secret key, sealed under a key of the tenant; none where only the public key was imported.
	sealed bytea CHECK (octet_length(sealed) BETWEEN 1 AND 65536),
	-- Which key of the tenant, so that a rotation finds what is still to be sealed anew.
	sealed_by uuid,
	created_at timestamptz NOT NULL,
	destroyed_at timestamptz,
	PRIMARY KEY (tenant_id, key_id, version),
	FOREIGN KEY (tenant_id, key_id) REFERENCES kms_key (tenant_id, key_id),
	CHECK ((sealed IS NULL) = (sealed_by IS NULL)),
	CHECK (CASE WHEN destroyed_at IS NULL THEN public_key IS NOT NULL OR sealed IS NOT NULL
		ELSE public_key IS NULL AND sealed IS NULL END)
);
CALL protect_tenant_table('kms_key_version');
REVOKE DELETE ON kms_key_version FROM qnsp_app;
-- Serves the sealing under the new key after a rotation of the tenant's.
CREATE INDEX kms_key_version_by_sealer ON kms_key_version (tenant_id, sealed_by) WHERE sealed_by IS NOT NULL;

CREATE TABLE kms_import_key (
	tenant_id uuid NOT NULL,
	import_key_id uuid NOT NULL,
	algorithm text COLLATE "C" NOT NULL CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	public_key bytea NOT NULL CHECK (octet_length(public_key) BETWEEN 1 AND 65536),
	sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 1 AND 65536),
	created_at timestamptz NOT NULL,
	expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
	PRIMARY KEY (tenant_id, import_key_id)
);
CALL protect_tenant_table('kms_import_key');
REVOKE UPDATE ON kms_import_key FROM qnsp_app;
CREATE INDEX kms_import_key_by_expiry ON kms_import_key (expires_at);

CREATE TABLE kms_crypto_policy (
	tenant_id uuid PRIMARY KEY,
	experimental_algorithms boolean NOT NULL,
	updated_at timestamptz NOT NULL
);
CALL protect_tenant_table('kms_crypto_policy');
REVOKE DELETE ON kms_crypto_policy FROM qnsp_app;
