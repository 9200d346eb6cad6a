-- Crypto agility: how much algorithms are used, and plans that move keys to others.

-- A projection of the journal, by day (UTC) of the time it happened.
CREATE TABLE kms_algorithm_usage (
	tenant_id uuid NOT NULL,
	day date NOT NULL,
	algorithm text COLLATE "C" NOT NULL CHECK (char_length(algorithm) BETWEEN 1 AND 64),
	category text NOT NULL CHECK (category IN ('encryption', 'signing', 'key_exchange', 'hash')),
	operations bigint NOT NULL CHECK (operations >= 0),
	failures bigint NOT NULL CHECK (failures >= 0),
	-- The last operation that succeeded.
	last_used_at timestamptz,
	PRIMARY KEY (tenant_id, day, algorithm, category),
	CHECK ((operations > 0) = (last_used_at IS NOT NULL))
);
CALL protect_tenant_table('kms_algorithm_usage');
REVOKE INSERT, UPDATE, DELETE ON kms_algorithm_usage FROM qnsp_app;
-- Serves the clean-up.
CREATE INDEX kms_algorithm_usage_by_day ON kms_algorithm_usage (day);

CREATE TABLE kms_migration_plan (
	tenant_id uuid NOT NULL,
	plan_id uuid NOT NULL,
	name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	description text NOT NULL CHECK (char_length(description) <= 2000),
	status text NOT NULL CHECK (status IN ('draft', 'active', 'paused', 'completed', 'cancelled')),
	target_encryption text COLLATE "C" CHECK (char_length(target_encryption) BETWEEN 1 AND 64),
	target_signing text COLLATE "C" CHECK (char_length(target_signing) BETWEEN 1 AND 64),
	target_key_exchange text COLLATE "C" CHECK (char_length(target_key_exchange) BETWEEN 1 AND 64),
	-- Both empty: every key that a quantum computer breaks.
	scope_key_ids uuid[] NOT NULL CHECK (cardinality(scope_key_ids) <= 1000),
	scope_key_types text[] NOT NULL CHECK (cardinality(scope_key_types) <= 100),
	schedule json NOT NULL CHECK (octet_length(schedule::text) <= 524288),
	-- Grows with each activation and resumption; a job that was asked for under an older one does nothing.
	run integer NOT NULL CHECK (run >= 0),
	-- When the next key is due while no job works for the plan.
	next_due_at timestamptz,
	activated_at timestamptz,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, plan_id),
	CHECK (num_nonnulls(target_encryption, target_signing, target_key_exchange) >= 1),
	CHECK (next_due_at IS NULL OR status = 'active'),
	CHECK ((activated_at IS NOT NULL) OR status IN ('draft', 'cancelled'))
);
CALL protect_tenant_table('kms_migration_plan');
REVOKE DELETE ON kms_migration_plan FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX kms_migration_plan_by_creation ON kms_migration_plan (tenant_id, created_at DESC, plan_id DESC);
-- What is due, over all tenants.
CREATE INDEX kms_migration_plan_due ON kms_migration_plan (next_due_at) WHERE next_due_at IS NOT NULL;

CREATE TABLE kms_migration_item (
	tenant_id uuid NOT NULL,
	plan_id uuid NOT NULL,
	-- Its place in the plan, from 0.
	position integer NOT NULL CHECK (position >= 0),
	key_id uuid NOT NULL,
	phase integer NOT NULL CHECK (phase BETWEEN 0 AND 19),
	due_at timestamptz NOT NULL,
	from_algorithm text COLLATE "C" NOT NULL CHECK (char_length(from_algorithm) BETWEEN 1 AND 64),
	target text COLLATE "C" CHECK (char_length(target) BETWEEN 1 AND 64),
	status text NOT NULL CHECK (status IN ('pending', 'migrated', 'blocked', 'skipped')),
	reason text CHECK (char_length(reason) BETWEEN 1 AND 500),
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, plan_id, position),
	UNIQUE (tenant_id, plan_id, key_id),
	FOREIGN KEY (tenant_id, plan_id) REFERENCES kms_migration_plan (tenant_id, plan_id),
	CHECK ((reason IS NOT NULL) = (status IN ('blocked', 'skipped'))),
	CHECK (target IS NOT NULL OR status = 'skipped')
);
CALL protect_tenant_table('kms_migration_item');
REVOKE DELETE ON kms_migration_item FROM qnsp_app;
-- Serves the search for the next key, and the counts.
CREATE INDEX kms_migration_item_by_status ON kms_migration_item (tenant_id, plan_id, status, position);
