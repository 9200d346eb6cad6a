-- Bring your own HSM: connections, keys in them, and what was done with them.

CREATE TABLE kms_hsm_connection (
	tenant_id uuid NOT NULL,
	connection_id uuid NOT NULL,
	name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	provider text NOT NULL CHECK (provider IN ('thales', 'safenet', 'aws_cloudhsm', 'azure_managed_hsm',
		'google_cloud_hsm', 'softhsm')),
	endpoint text NOT NULL CHECK (char_length(endpoint) BETWEEN 1 AND 500),
	port integer CHECK (port BETWEEN 1 AND 65535),
	credential_type text NOT NULL CHECK (credential_type IN ('certificate', 'api_key', 'managed_identity')),
	-- The credentials, sealed under a key of the tenant, and which one.
	sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 1 AND 65536),
	sealed_by uuid NOT NULL,
	metadata json NOT NULL CHECK (octet_length(metadata::text) <= 131072),
	-- Of endpoint and credentials: an instance that has an older one open opens it anew.
	version integer NOT NULL CHECK (version >= 1),
	status text NOT NULL CHECK (status IN ('pending_validation', 'active', 'error')),
	-- More than none: these credentials are not tried again, by any instance.
	refused_logins integer NOT NULL CHECK (refused_logins >= 0),
	-- The token that is this connection's own, since it was validated.
	claimed_library text CHECK (char_length(claimed_library) BETWEEN 1 AND 100),
	claimed_serial text CHECK (char_length(claimed_serial) BETWEEN 1 AND 100),
	claimed_label text CHECK (char_length(claimed_label) <= 100),
	capabilities json,
	-- What the HSM finds the key by that wraps the keys which it can't make itself.
	wrapping_key text CHECK (char_length(wrapping_key) BETWEEN 1 AND 500),
	last_health_check_at timestamptz,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, connection_id),
	CHECK (num_nulls(claimed_library, claimed_serial, claimed_label) IN (0, 3)),
	CHECK (status <> 'active' OR (capabilities IS NOT NULL AND refused_logins = 0))
);
CALL protect_tenant_table('kms_hsm_connection');
-- A token serves one connection, whatever tenant it is of: the login is the token's, not the connection's.
CREATE UNIQUE INDEX kms_hsm_connection_claim ON kms_hsm_connection (claimed_library, claimed_serial)
	WHERE claimed_serial IS NOT NULL;
-- Serves the question whether a token is taken, which knows it by its label alone.
CREATE INDEX kms_hsm_connection_claimed_label ON kms_hsm_connection (claimed_library, claimed_label)
	WHERE claimed_serial IS NOT NULL;
-- Serves the list, newest first.
CREATE INDEX kms_hsm_connection_by_creation ON kms_hsm_connection (tenant_id, created_at DESC, connection_id DESC);
-- Serves the sealing under the new key after a rotation of the tenant's.
CREATE INDEX kms_hsm_connection_by_sealer ON kms_hsm_connection (tenant_id, sealed_by);

CREATE TABLE kms_hsm_key (
	tenant_id uuid NOT NULL,
	key_id uuid NOT NULL,
	connection_id uuid NOT NULL,
	key_type text NOT NULL CHECK (key_type IN ('aes', 'rsa', 'ec', 'pqc')),
	algorithm text COLLATE "C" NOT NULL CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	purposes text[] NOT NULL CHECK (cardinality(purposes) BETWEEN 1 AND 4),
	protection text NOT NULL CHECK (protection IN ('hsm_native', 'hsm_wrapped')),
	-- What the HSM finds it by: the key itself, or the one that wraps it.
	reference text NOT NULL CHECK (char_length(reference) BETWEEN 1 AND 500),
	-- X.509 SubjectPublicKeyInfo; none for AES.
	public_key bytea CHECK (octet_length(public_key) BETWEEN 1 AND 65536),
	wrapped bytea CHECK (octet_length(wrapped) BETWEEN 1 AND 65536),
	wrap_scheme text CHECK (char_length(wrap_scheme) BETWEEN 1 AND 64),
	name text CHECK (char_length(name) BETWEEN 1 AND 200),
	description text CHECK (char_length(description) BETWEEN 1 AND 2000),
	created_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, key_id),
	FOREIGN KEY (tenant_id, connection_id) REFERENCES kms_hsm_connection (tenant_id, connection_id),
	CHECK ((protection = 'hsm_wrapped') = (wrapped IS NOT NULL)),
	CHECK ((wrapped IS NULL) = (wrap_scheme IS NULL)),
	CHECK ((key_type = 'aes') = (public_key IS NULL))
);
CALL protect_tenant_table('kms_hsm_key');
REVOKE UPDATE ON kms_hsm_key FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX kms_hsm_key_by_creation ON kms_hsm_key (tenant_id, created_at DESC, key_id DESC);
-- Serves the deletion of a connection.
CREATE INDEX kms_hsm_key_by_connection ON kms_hsm_key (tenant_id, connection_id);

-- A projection of the journal.
CREATE TABLE kms_hsm_operation (
	tenant_id uuid NOT NULL,
	connection_id uuid NOT NULL,
	operation_id uuid NOT NULL,
	type text COLLATE "C" NOT NULL CHECK (char_length(type) BETWEEN 1 AND 100),
	key_id uuid,
	succeeded boolean NOT NULL,
	-- Whether the HSM is to blame, not what the caller sent.
	fault boolean NOT NULL,
	latency_ms double precision NOT NULL CHECK (latency_ms >= 0),
	happened_at timestamptz NOT NULL,
	-- Serves the list, newest first, too.
	PRIMARY KEY (tenant_id, connection_id, happened_at, operation_id),
	CHECK (NOT (succeeded AND fault))
);
CALL protect_tenant_table('kms_hsm_operation');
REVOKE INSERT, UPDATE, DELETE ON kms_hsm_operation FROM qnsp_app;
-- Serves the clean-up.
CREATE INDEX kms_hsm_operation_by_time ON kms_hsm_operation (happened_at);
