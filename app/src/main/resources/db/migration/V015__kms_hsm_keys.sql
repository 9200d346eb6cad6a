-- KMS keys in HSMs of tenants: each version is a key inside the HSM, or is wrapped by a key of its own inside it.

-- The new constraints look at the rows that are there.
ALTER TABLE kms_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE kms_key_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE kms_hsm_connection NO FORCE ROW LEVEL SECURITY;

ALTER TABLE kms_key
	-- Where its versions are, until it is destroyed.
	ADD COLUMN hsm_connection_id uuid,
	-- Of the current version.
	ADD COLUMN hsm_protection text CHECK (hsm_protection IN ('hsm_native', 'hsm_wrapped')),
	ADD FOREIGN KEY (tenant_id, hsm_connection_id) REFERENCES kms_hsm_connection (tenant_id, connection_id),
	ADD CHECK ((hsm_protection IS NOT NULL) = (protection = 'hsm')),
	ADD CHECK ((hsm_connection_id IS NOT NULL) = (protection = 'hsm' AND state <> 'destroyed'));
-- Serves the deletion of a connection.
CREATE INDEX kms_key_by_connection ON kms_key (tenant_id, hsm_connection_id) WHERE hsm_connection_id IS NOT NULL;

ALTER TABLE kms_key_version
	-- What the HSM finds its key by: the version itself, or what wraps it.
	ADD COLUMN hsm_reference text CHECK (char_length(hsm_reference) BETWEEN 1 AND 500),
	ADD COLUMN hsm_wrapped bytea CHECK (octet_length(hsm_wrapped) BETWEEN 1 AND 65536),
	ADD CHECK (hsm_wrapped IS NULL OR hsm_reference IS NOT NULL),
	ADD CHECK (hsm_reference IS NULL OR sealed IS NULL),
	ADD CHECK (destroyed_at IS NULL OR hsm_reference IS NULL),
	DROP CONSTRAINT kms_key_version_check2,
	ADD CONSTRAINT kms_key_version_material CHECK (CASE WHEN destroyed_at IS NULL
		THEN public_key IS NOT NULL OR sealed IS NOT NULL OR hsm_reference IS NOT NULL
		ELSE public_key IS NULL AND sealed IS NULL END);

-- Keys inside HSMs that are to be destroyed: their versions are destroyed here already, and cannot be used.
CREATE TABLE kms_hsm_destruction (
	tenant_id uuid NOT NULL,
	connection_id uuid NOT NULL,
	reference text NOT NULL CHECK (char_length(reference) BETWEEN 1 AND 500),
	key_id uuid NOT NULL,
	version integer NOT NULL CHECK (version BETWEEN 1 AND 10000),
	attempts integer NOT NULL CHECK (attempts >= 0),
	due_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, connection_id, reference),
	FOREIGN KEY (tenant_id, connection_id) REFERENCES kms_hsm_connection (tenant_id, connection_id),
	FOREIGN KEY (tenant_id, key_id, version) REFERENCES kms_key_version (tenant_id, key_id, version)
);
CALL protect_tenant_table('kms_hsm_destruction');
CREATE INDEX kms_hsm_destruction_due ON kms_hsm_destruction (due_at);

ALTER TABLE kms_key FORCE ROW LEVEL SECURITY;
ALTER TABLE kms_key_version FORCE ROW LEVEL SECURITY;
ALTER TABLE kms_hsm_connection FORCE ROW LEVEL SECURITY;
