-- Tenants, who belongs to them, and what they authenticate with. Secrets are stored as hashes or sealed.

CREATE TABLE tenant (
	tenant_id uuid PRIMARY KEY,
	name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
	tier text NOT NULL CHECK (tier IN ('free', 'dev-starter', 'dev-pro', 'dev-elite', 'business-team',
		'business-advanced', 'business-elite', 'enterprise-standard', 'enterprise-pro', 'enterprise-elite')),
	add_ons text[] NOT NULL DEFAULT '{}' CHECK (add_ons <@ ARRAY['byohsm', 'key-escrow']),
	status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);
CALL protect_tenant_table('tenant');
-- Serves the operators' list, newest first.
CREATE INDEX tenant_by_creation ON tenant (created_at DESC, tenant_id DESC);

CREATE TABLE app_user (
	tenant_id uuid NOT NULL REFERENCES tenant,
	user_id uuid NOT NULL,
	email text NOT NULL CHECK (length(email) BETWEEN 3 AND 320),
	display_name text CHECK (length(display_name) BETWEEN 1 AND 200),
	roles text[] NOT NULL CHECK (roles <@ ARRAY['owner', 'admin', 'developer', 'viewer', 'platform_operator',
		'platform_auditor'] AND cardinality(roles) > 0),
	status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
	created_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, user_id)
);
CALL protect_tenant_table('app_user');
CREATE UNIQUE INDEX app_user_by_email ON app_user (tenant_id, lower(email));
-- Serves the member list, newest first.
CREATE INDEX app_user_by_creation ON app_user (tenant_id, created_at DESC, user_id DESC);

CREATE TABLE service_account (
	tenant_id uuid NOT NULL REFERENCES tenant,
	service_account_id uuid NOT NULL,
	name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	roles text[] NOT NULL CHECK (roles <@ ARRAY['owner', 'admin', 'developer', 'viewer', 'platform_operator',
		'platform_auditor'] AND cardinality(roles) > 0),
	audiences text[] NOT NULL,
	status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
	created_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, service_account_id)
);
CALL protect_tenant_table('service_account');
CREATE UNIQUE INDEX service_account_by_name ON service_account (tenant_id, lower(name));
CREATE INDEX service_account_by_creation ON service_account (tenant_id, created_at DESC, service_account_id DESC);

-- The subject is a user or a service account of the same tenant. The key itself is shown once; its SHA3-256 is kept.
CREATE TABLE api_key (
	tenant_id uuid NOT NULL REFERENCES tenant,
	api_key_id uuid NOT NULL,
	user_id uuid,
	service_account_id uuid,
	name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	prefix text NOT NULL CHECK (length(prefix) BETWEEN 9 AND 20),
	key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
	roles text[] NOT NULL CHECK (cardinality(roles) > 0),
	scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
	created_by text NOT NULL,
	created_at timestamptz NOT NULL,
	expires_at timestamptz,
	revoked_at timestamptz,
	PRIMARY KEY (tenant_id, api_key_id),
	CHECK (num_nonnulls(user_id, service_account_id) = 1),
	FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, user_id),
	FOREIGN KEY (tenant_id, service_account_id) REFERENCES service_account (tenant_id, service_account_id)
);
CALL protect_tenant_table('api_key');
CREATE INDEX api_key_by_creation ON api_key (tenant_id, created_at DESC, api_key_id DESC);

-- Token ids and API key ids whose tokens are refused until the last of them has expired.
CREATE TABLE revoked_credential (
	tenant_id uuid NOT NULL,
	credential_id text NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 100),
	revoked_at timestamptz NOT NULL,
	expires_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, credential_id)
);
CALL protect_tenant_table('revoked_credential');
-- Serves the load at start-up and the clean-up.
CREATE INDEX revoked_credential_by_expiry ON revoked_credential (expires_at);

-- The platform's own keys: no tenant reads them. The seed is wrapped by the root key.
CREATE TABLE signing_key (
	kid text PRIMARY KEY CHECK (length(kid) BETWEEN 1 AND 64),
	algorithm text NOT NULL,
	public_key bytea NOT NULL,
	wrapped_seed bytea NOT NULL,
	created_at timestamptz NOT NULL,
	signs_from timestamptz NOT NULL,
	verifies_until timestamptz
);

-- Answers of idempotent calls, sealed.
CREATE TABLE idempotent_answer (
	tenant_id uuid NOT NULL,
	subject text NOT NULL,
	idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
	request_hash bytea NOT NULL,
	status integer,
	answer bytea,
	expires_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, subject, idempotency_key)
);
CALL protect_tenant_table('idempotent_answer');
-- Serves the clean-up.
CREATE INDEX idempotent_answer_by_expiry ON idempotent_answer (expires_at);

CREATE TABLE quota_usage (
	tenant_id uuid NOT NULL,
	resource text NOT NULL,
	period_start date NOT NULL,
	used bigint NOT NULL CHECK (used >= 0),
	PRIMARY KEY (tenant_id, resource, period_start)
);
CALL protect_tenant_table('quota_usage');
