-- Analytics of the use of keys. Usage is derived from the journal by a projection and can be rebuilt; rules are what
-- tenants say; alerts are raised once for each rule, key and period, whatever runs again.

-- Usage in buckets of five minutes (UTC, of the time it happened).
CREATE TABLE kms_usage_bucket (
	tenant_id uuid NOT NULL,
	key_id uuid NOT NULL,
	bucket_start timestamptz NOT NULL
		CHECK (bucket_start = date_bin('5 minutes', bucket_start, '2000-01-01T00:00:00Z'::timestamptz)),
	operation text COLLATE "C" NOT NULL CHECK (operation IN ('encrypt', 'decrypt', 'sign', 'verify')),
	application_id text COLLATE "C" NOT NULL CHECK (char_length(application_id) BETWEEN 1 AND 128),
	-- Recorded by an application that used the key elsewhere.
	external boolean NOT NULL,
	operations bigint NOT NULL CHECK (operations >= 0),
	failures bigint NOT NULL CHECK (failures >= 0),
	-- One record may say 2^53, so a sum does not fit into a bigint for sure.
	bytes numeric(38, 0) NOT NULL CHECK (bytes >= 0),
	last_used_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, key_id, bucket_start, operation, application_id, external)
);
CALL protect_tenant_table('kms_usage_bucket');
REVOKE INSERT, UPDATE, DELETE ON kms_usage_bucket FROM qnsp_app;
-- Serves the usage of all keys.
CREATE INDEX kms_usage_bucket_by_time ON kms_usage_bucket (tenant_id, bucket_start);
-- Serves the removal of old buckets, over all tenants; few pages, since rows come in the order of time.
CREATE INDEX kms_usage_bucket_to_remove ON kms_usage_bucket USING brin (bucket_start);

-- The same since the beginning.
CREATE TABLE kms_usage_total (
	tenant_id uuid NOT NULL,
	key_id uuid NOT NULL,
	application_id text COLLATE "C" NOT NULL CHECK (char_length(application_id) BETWEEN 1 AND 128),
	operation text COLLATE "C" NOT NULL CHECK (operation IN ('encrypt', 'decrypt', 'sign', 'verify')),
	external boolean NOT NULL,
	operations bigint NOT NULL CHECK (operations >= 0),
	failures bigint NOT NULL CHECK (failures >= 0),
	bytes numeric(38, 0) NOT NULL CHECK (bytes >= 0),
	last_used_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, key_id, application_id, operation, external)
);
CALL protect_tenant_table('kms_usage_total');
REVOKE INSERT, UPDATE, DELETE ON kms_usage_total FROM qnsp_app;
-- Serves the list of applications.
CREATE INDEX kms_usage_total_by_application ON kms_usage_total (tenant_id, application_id);

-- The applications that are told apart; beyond a number of them all others are one.
CREATE TABLE kms_usage_application (
	tenant_id uuid NOT NULL,
	application_id text COLLATE "C" NOT NULL CHECK (char_length(application_id) BETWEEN 1 AND 128),
	first_used_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, application_id)
);
CALL protect_tenant_table('kms_usage_application');
REVOKE INSERT, UPDATE, DELETE ON kms_usage_application FROM qnsp_app;

-- What rules and baselines look at: a key's usage in spans of five minutes, hours and days, aligned to the UTC epoch.
-- Every window of a rule is made of at most 288 of them.
CREATE TABLE kms_key_activity (
	tenant_id uuid NOT NULL,
	key_id uuid NOT NULL,
	span_seconds integer NOT NULL CHECK (span_seconds IN (300, 3600, 86400)),
	span_start timestamptz NOT NULL,
	operations bigint NOT NULL CHECK (operations >= 0),
	failures bigint NOT NULL CHECK (failures >= 0),
	bytes numeric(38, 0) NOT NULL CHECK (bytes >= 0),
	PRIMARY KEY (tenant_id, key_id, span_seconds, span_start)
);
CALL protect_tenant_table('kms_key_activity');
REVOKE INSERT, UPDATE, DELETE ON kms_key_activity FROM qnsp_app;
-- Serves the windows of rules for all keys that have ended.
CREATE INDEX kms_key_activity_by_span ON kms_key_activity (tenant_id, span_seconds, span_start);
-- Serves the search for keys that were used lately, and the removal of old spans, over all tenants.
CREATE INDEX kms_key_activity_by_time ON kms_key_activity (span_seconds, span_start, tenant_id, key_id);

CREATE TABLE kms_alert_rule (
	tenant_id uuid NOT NULL,
	rule_id uuid NOT NULL,
	name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	-- Empty: all keys.
	key_ids uuid[] NOT NULL CHECK (cardinality(key_ids) <= 100),
	metric text NOT NULL CHECK (metric IN ('operation_count', 'bytes_processed', 'error_rate')),
	operator text NOT NULL CHECK (operator IN ('gt', 'lt', 'eq')),
	threshold double precision NOT NULL CHECK (threshold >= 0 AND threshold <= 1e30),
	-- As it was written, such as 15m.
	time_window text NOT NULL CHECK (char_length(time_window) BETWEEN 2 AND 5),
	severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
	channels text[] NOT NULL CHECK (cardinality(channels) <= 10 AND char_length(array_to_string(channels, '')) <= 20480),
	enabled boolean NOT NULL,
	-- Windows that had ended before are not looked at.
	effective_from timestamptz NOT NULL,
	-- When the window ends that is judged next, for what must have ended (lt, eq).
	judge_at timestamptz NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, rule_id)
);
CALL protect_tenant_table('kms_alert_rule');
-- Serves the list, newest first.
CREATE INDEX kms_alert_rule_by_creation ON kms_alert_rule (tenant_id, created_at DESC, rule_id DESC);
-- Serves the judgement of windows that have ended, over all tenants.
CREATE INDEX kms_alert_rule_to_judge ON kms_alert_rule (judge_at) WHERE enabled AND operator IN ('lt', 'eq');

CREATE TABLE kms_alert (
	tenant_id uuid NOT NULL,
	alert_id uuid NOT NULL,
	-- Of a threshold; the rule itself may be gone.
	rule_id uuid,
	rule_name text CHECK (char_length(rule_name) BETWEEN 1 AND 200),
	key_id uuid NOT NULL,
	alert_type text NOT NULL CHECK (alert_type IN ('threshold_exceeded', 'unusual_pattern', 'compliance_violation')),
	severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
	message text NOT NULL CHECK (char_length(message) BETWEEN 1 AND 1000),
	period_start timestamptz NOT NULL,
	period_end timestamptz NOT NULL CHECK (period_end > period_start),
	triggered_at timestamptz NOT NULL,
	acknowledged_at timestamptz,
	acknowledged_by text CHECK (char_length(acknowledged_by) BETWEEN 1 AND 200),
	PRIMARY KEY (tenant_id, alert_id),
	-- Once for each rule, key and period.
	UNIQUE NULLS NOT DISTINCT (tenant_id, key_id, period_start, period_end, alert_type, rule_id),
	CHECK ((rule_id IS NOT NULL) = (alert_type = 'threshold_exceeded')),
	CHECK ((rule_id IS NULL) = (rule_name IS NULL)),
	CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
);
CALL protect_tenant_table('kms_alert');
REVOKE INSERT, UPDATE, DELETE ON kms_alert FROM qnsp_app;
GRANT UPDATE (acknowledged_at, acknowledged_by) ON kms_alert TO qnsp_app;
-- Serves the list, newest first.
CREATE INDEX kms_alert_by_time ON kms_alert (tenant_id, triggered_at DESC, alert_id DESC);
-- Serves the removal of old alerts, over all tenants.
CREATE INDEX kms_alert_to_remove ON kms_alert USING brin (triggered_at);

-- The outbox: written with the alert, delivered soon after, again after failures, and kept.
CREATE TABLE kms_alert_notification (
	tenant_id uuid NOT NULL,
	alert_id uuid NOT NULL,
	place integer NOT NULL CHECK (place BETWEEN 1 AND 20),
	channel text NOT NULL CHECK (char_length(channel) BETWEEN 1 AND 2048),
	state text NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
	-- Begun attempts; the token of whoever has it.
	attempts integer NOT NULL CHECK (attempts >= 0),
	-- When it is to be tried; a lease and a pause both move it into the future.
	due_at timestamptz NOT NULL,
	last_error text CHECK (char_length(last_error) <= 500),
	created_at timestamptz NOT NULL,
	ended_at timestamptz,
	PRIMARY KEY (tenant_id, alert_id, place),
	FOREIGN KEY (tenant_id, alert_id) REFERENCES kms_alert (tenant_id, alert_id) ON DELETE CASCADE,
	CHECK ((ended_at IS NOT NULL) = (state <> 'pending'))
);
CALL protect_tenant_table('kms_alert_notification');
REVOKE INSERT, UPDATE, DELETE ON kms_alert_notification FROM qnsp_app;
-- Serves the search for what is due, tenant by tenant.
CREATE INDEX kms_alert_notification_due ON kms_alert_notification (tenant_id, due_at) WHERE state = 'pending';

-- How far the jobs have come that go through the keys of all tenants, a part at a time.
CREATE TABLE kms_alert_progress (
	job text PRIMARY KEY CHECK (char_length(job) BETWEEN 1 AND 64),
	-- The period that is being gone through, and the key after which to go on in it.
	period_start timestamptz NOT NULL,
	last_tenant uuid NOT NULL,
	last_key uuid NOT NULL,
	finished boolean NOT NULL
);
