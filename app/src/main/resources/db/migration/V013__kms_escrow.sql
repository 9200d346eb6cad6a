-- Key escrow: agents, policies, escrowed keys with their encrypted shares, and recoveries.

-- The public keys of agents. An agent without a row gets its shares in clear, once each.
CREATE TABLE kms_escrow_agent (
	tenant_id uuid NOT NULL,
	-- The subject of a user or service account.
	agent_id text COLLATE "C" NOT NULL CHECK (char_length(agent_id) BETWEEN 1 AND 200),
	algorithm text COLLATE "C" NOT NULL CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	public_key bytea NOT NULL CHECK (octet_length(public_key) BETWEEN 1 AND 65536),
	registered_by text NOT NULL CHECK (char_length(registered_by) BETWEEN 1 AND 512),
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, agent_id)
);
CALL protect_tenant_table('kms_escrow_agent');
-- Serves the list, newest first. Agents have no uuid: the text follows the time.
CREATE INDEX kms_escrow_agent_by_creation ON kms_escrow_agent (tenant_id, created_at DESC, agent_id DESC);

CREATE TABLE kms_escrow_policy (
	tenant_id uuid NOT NULL,
	policy_id uuid NOT NULL,
	name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	description text NOT NULL CHECK (char_length(description) <= 2000),
	-- Empty: every key.
	key_types text[] NOT NULL CHECK (cardinality(key_types) <= 100),
	-- Agents and their roles, in the same order.
	agent_ids text[] NOT NULL CHECK (cardinality(agent_ids) BETWEEN 2 AND 300),
	agent_roles text[] NOT NULL CHECK (cardinality(agent_roles) = cardinality(agent_ids)),
	recovery_threshold integer NOT NULL CHECK (recovery_threshold BETWEEN 2 AND 255),
	-- ISO 8601, such as P7Y.
	retention_period text NOT NULL CHECK (char_length(retention_period) BETWEEN 1 AND 40),
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, policy_id)
);
CALL protect_tenant_table('kms_escrow_policy');
REVOKE DELETE ON kms_escrow_policy FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX kms_escrow_policy_by_creation ON kms_escrow_policy (tenant_id, created_at DESC, policy_id DESC);

CREATE TABLE kms_escrow (
	tenant_id uuid NOT NULL,
	escrow_id uuid NOT NULL,
	key_id uuid NOT NULL,
	key_version integer NOT NULL CHECK (key_version BETWEEN 1 AND 10000),
	algorithm text COLLATE "C" NOT NULL CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	key_form text NOT NULL CHECK (key_form IN ('pkcs8', 'raw')),
	policy_id uuid NOT NULL,
	status text NOT NULL CHECK (status IN ('active', 'recovered', 'expired')),
	reason text CHECK (char_length(reason) BETWEEN 1 AND 500),
	-- What the policy said when the shares were made.
	agent_ids text[] NOT NULL CHECK (cardinality(agent_ids) BETWEEN 2 AND 300),
	agent_roles text[] NOT NULL CHECK (cardinality(agent_roles) = cardinality(agent_ids)),
	recovery_threshold integer NOT NULL CHECK (recovery_threshold BETWEEN 2 AND 255),
	-- Grows with each refresh; shares of an older set are void.
	share_set integer NOT NULL CHECK (share_set >= 1),
	-- Of the share set: what a submitted share is held against.
	fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
	-- The key, encrypted under a random key that exists only in shares; gone when the escrow has ended.
	ciphertext bytea CHECK (octet_length(ciphertext) BETWEEN 1 AND 131072),
	expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
	created_at timestamptz NOT NULL,
	refreshed_at timestamptz,
	ended_at timestamptz,
	PRIMARY KEY (tenant_id, escrow_id),
	FOREIGN KEY (tenant_id, key_id) REFERENCES kms_key (tenant_id, key_id),
	FOREIGN KEY (tenant_id, policy_id) REFERENCES kms_escrow_policy (tenant_id, policy_id),
	CHECK ((ciphertext IS NULL) = (status = 'expired')),
	CHECK ((ended_at IS NULL) = (status <> 'expired'))
);
CALL protect_tenant_table('kms_escrow');
REVOKE DELETE ON kms_escrow FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX kms_escrow_by_creation ON kms_escrow (tenant_id, created_at DESC, escrow_id DESC);
-- What is due, over all tenants.
CREATE INDEX kms_escrow_due ON kms_escrow (expires_at) WHERE status <> 'expired';

CREATE TABLE kms_escrow_share (
	tenant_id uuid NOT NULL,
	escrow_id uuid NOT NULL,
	agent_id text COLLATE "C" NOT NULL CHECK (char_length(agent_id) BETWEEN 1 AND 200),
	share_index integer NOT NULL CHECK (share_index BETWEEN 1 AND 255),
	-- What the share is encrypted with to its agent. None: it is sealed under a key of the tenant and handed out once.
	algorithm text COLLATE "C" CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	-- Gone once a share without algorithm was fetched.
	content bytea CHECK (octet_length(content) BETWEEN 1 AND 65536),
	fetched_at timestamptz,
	PRIMARY KEY (tenant_id, escrow_id, agent_id),
	UNIQUE (tenant_id, escrow_id, share_index),
	FOREIGN KEY (tenant_id, escrow_id) REFERENCES kms_escrow (tenant_id, escrow_id),
	CHECK (content IS NOT NULL OR (algorithm IS NULL AND fetched_at IS NOT NULL))
);
CALL protect_tenant_table('kms_escrow_share');

CREATE TABLE kms_escrow_recovery (
	tenant_id uuid NOT NULL,
	request_id uuid NOT NULL,
	escrow_id uuid NOT NULL,
	purpose text NOT NULL CHECK (purpose IN ('recover', 'refresh')),
	reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
	urgency text NOT NULL CHECK (urgency IN ('normal', 'urgent', 'emergency')),
	initiated_by text NOT NULL CHECK (char_length(initiated_by) BETWEEN 1 AND 512),
	status text NOT NULL CHECK (status IN ('pending_shares', 'ready_for_approval', 'approved', 'executed', 'denied',
		'expired', 'superseded')),
	required_shares integer NOT NULL CHECK (required_shares BETWEEN 2 AND 255),
	created_at timestamptz NOT NULL,
	expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
	ended_at timestamptz,
	PRIMARY KEY (tenant_id, request_id),
	FOREIGN KEY (tenant_id, escrow_id) REFERENCES kms_escrow (tenant_id, escrow_id),
	CHECK ((ended_at IS NULL) = (status IN ('pending_shares', 'ready_for_approval', 'approved')))
);
CALL protect_tenant_table('kms_escrow_recovery');
REVOKE DELETE ON kms_escrow_recovery FROM qnsp_app;
-- Serves the end of an escrow's open requests, and their count.
CREATE INDEX kms_escrow_recovery_open ON kms_escrow_recovery (tenant_id, escrow_id) WHERE ended_at IS NULL;
-- What is due, over all tenants.
CREATE INDEX kms_escrow_recovery_due ON kms_escrow_recovery (expires_at) WHERE ended_at IS NULL;

CREATE TABLE kms_escrow_recovery_share (
	tenant_id uuid NOT NULL,
	request_id uuid NOT NULL,
	agent_id text COLLATE "C" NOT NULL CHECK (char_length(agent_id) BETWEEN 1 AND 200),
	-- Sealed under a key of the tenant; gone when the request has ended.
	sealed bytea CHECK (octet_length(sealed) BETWEEN 1 AND 65536),
	submitted_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, request_id, agent_id),
	FOREIGN KEY (tenant_id, request_id) REFERENCES kms_escrow_recovery (tenant_id, request_id)
);
CALL protect_tenant_table('kms_escrow_recovery_share');
-- Who has submitted stays.
REVOKE DELETE ON kms_escrow_recovery_share FROM qnsp_app;

CREATE TABLE kms_escrow_decision (
	tenant_id uuid NOT NULL,
	request_id uuid NOT NULL,
	decided_by text COLLATE "C" NOT NULL CHECK (char_length(decided_by) BETWEEN 1 AND 512),
	decision text NOT NULL CHECK (decision IN ('approve', 'deny')),
	reason text CHECK (char_length(reason) BETWEEN 1 AND 500),
	decided_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, request_id, decided_by, decision),
	FOREIGN KEY (tenant_id, request_id) REFERENCES kms_escrow_recovery (tenant_id, request_id)
);
CALL protect_tenant_table('kms_escrow_decision');
REVOKE UPDATE, DELETE ON kms_escrow_decision FROM qnsp_app;
