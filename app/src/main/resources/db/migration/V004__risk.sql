-- Risk-based authentication. What is learned of users and tenants, and the statistics, are derived from the journal by
-- projections and can be rebuilt; policies and signals are what tenants say.

-- One row a user, read and written as a whole: the projection folds whole batches of events into it, and an evaluation
-- that does not find it in memory needs all of it. "remembered" maps a feature to its values and how many logins had
-- each, the least recently seen first; at most 200 values a feature. Type json, not jsonb: the order is kept.
CREATE TABLE risk_user (
	tenant_id uuid NOT NULL,
	user_id text COLLATE "C" NOT NULL CHECK (char_length(user_id) BETWEEN 1 AND 200),
	logins bigint NOT NULL CHECK (logins >= 1),
	first_login_at timestamptz NOT NULL,
	last_login_at timestamptz NOT NULL,
	last_latitude double precision CHECK (last_latitude BETWEEN -90 AND 90),
	last_longitude double precision CHECK (last_longitude BETWEEN -180 AND 180),
	last_seen_at timestamptz,
	remembered json NOT NULL,
	PRIMARY KEY (tenant_id, user_id),
	CHECK (num_nulls(last_latitude, last_longitude, last_seen_at) IN (0, 3))
);
CALL protect_tenant_table('risk_user');
REVOKE INSERT, UPDATE, DELETE ON risk_user FROM qnsp_app;

-- The last challenged login of a user, until a login shows that the challenge was passed.
CREATE TABLE risk_challenge (
	tenant_id uuid NOT NULL,
	user_id text COLLATE "C" NOT NULL CHECK (char_length(user_id) BETWEEN 1 AND 200),
	challenged_at timestamptz NOT NULL,
	evidence json NOT NULL,
	PRIMARY KEY (tenant_id, user_id)
);
CALL protect_tenant_table('risk_challenge');
REVOKE INSERT, UPDATE, DELETE ON risk_challenge FROM qnsp_app;

CREATE TABLE risk_tenant (
	tenant_id uuid PRIMARY KEY,
	logins bigint NOT NULL CHECK (logins >= 0),
	users bigint NOT NULL CHECK (users >= 0)
);
CALL protect_tenant_table('risk_tenant');
REVOKE INSERT, UPDATE, DELETE ON risk_tenant FROM qnsp_app;

CREATE TABLE risk_tenant_feature (
	tenant_id uuid NOT NULL,
	feature text COLLATE "C" NOT NULL CHECK (char_length(feature) BETWEEN 1 AND 32),
	value text COLLATE "C" NOT NULL CHECK (char_length(value) <= 256),
	logins bigint NOT NULL CHECK (logins >= 1),
	PRIMARY KEY (tenant_id, feature, value)
);
CALL protect_tenant_table('risk_tenant_feature');
REVOKE INSERT, UPDATE, DELETE ON risk_tenant_feature FROM qnsp_app;

-- How many different values a feature had in the tenant: counted as they come, since counting rows is slow.
CREATE TABLE risk_tenant_distinct (
	tenant_id uuid NOT NULL,
	feature text COLLATE "C" NOT NULL CHECK (char_length(feature) BETWEEN 1 AND 32),
	distinct_values bigint NOT NULL CHECK (distinct_values >= 1),
	PRIMARY KEY (tenant_id, feature)
);
CALL protect_tenant_table('risk_tenant_distinct');
REVOKE INSERT, UPDATE, DELETE ON risk_tenant_distinct FROM qnsp_app;

CREATE TABLE risk_policy (
	tenant_id uuid NOT NULL,
	policy_id uuid NOT NULL,
	name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
	description text CHECK (char_length(description) <= 1000),
	risk_score_threshold double precision CHECK (risk_score_threshold BETWEEN 0 AND 100),
	countries text[] NOT NULL,
	start_hour integer CHECK (start_hour BETWEEN 0 AND 23),
	end_hour integer CHECK (end_hour BETWEEN 0 AND 24),
	timezone text CHECK (char_length(timezone) BETWEEN 1 AND 64),
	on_high_risk text NOT NULL CHECK (on_high_risk IN ('challenge', 'deny')),
	challenge_type text CHECK (challenge_type IN ('mfa', 'captcha', 'email_verification')),
	enabled boolean NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, policy_id),
	CHECK (num_nulls(start_hour, end_hour, timezone) IN (0, 3)),
	CHECK (risk_score_threshold IS NOT NULL OR cardinality(countries) > 0 OR start_hour IS NOT NULL)
);
CALL protect_tenant_table('risk_policy');
-- Serves the list, newest first.
CREATE INDEX risk_policy_by_creation ON risk_policy (tenant_id, created_at DESC, policy_id DESC);

CREATE TABLE risk_signal (
	tenant_id uuid NOT NULL,
	signal_id uuid NOT NULL,
	user_id text COLLATE "C" NOT NULL CHECK (char_length(user_id) BETWEEN 1 AND 200),
	signal_type text NOT NULL CHECK (signal_type IN ('suspicious_login', 'credential_stuffing', 'brute_force',
		'impossible_travel', 'new_device')),
	severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
	recorded_at timestamptz NOT NULL,
	metadata json,
	PRIMARY KEY (tenant_id, signal_id)
);
CALL protect_tenant_table('risk_signal');
REVOKE UPDATE, DELETE ON risk_signal FROM qnsp_app;
-- Serves a user's list, newest first, and the signals that an evaluation weighs.
CREATE INDEX risk_signal_by_user ON risk_signal (tenant_id, user_id, recorded_at DESC, signal_id DESC);

-- Statistics in buckets of five minutes (UTC, of the time it happened).
CREATE TABLE risk_statistic (
	tenant_id uuid NOT NULL,
	bucket_start timestamptz NOT NULL,
	low bigint NOT NULL,
	medium bigint NOT NULL,
	high bigint NOT NULL,
	critical bigint NOT NULL,
	challenged bigint NOT NULL,
	denied bigint NOT NULL,
	PRIMARY KEY (tenant_id, bucket_start)
);
CALL protect_tenant_table('risk_statistic');
REVOKE INSERT, UPDATE, DELETE ON risk_statistic FROM qnsp_app;

CREATE TABLE risk_statistic_factor (
	tenant_id uuid NOT NULL,
	bucket_start timestamptz NOT NULL,
	factor text COLLATE "C" NOT NULL CHECK (char_length(factor) BETWEEN 1 AND 64),
	evaluations bigint NOT NULL,
	PRIMARY KEY (tenant_id, bucket_start, factor)
);
CALL protect_tenant_table('risk_statistic_factor');
REVOKE INSERT, UPDATE, DELETE ON risk_statistic_factor FROM qnsp_app;
