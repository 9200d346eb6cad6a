-- Federated audit: what identity providers report, activity across tenants, reports.

CREATE TABLE federation_event (
	tenant_id uuid NOT NULL,
	event_id uuid NOT NULL,
	event_type text COLLATE "C" NOT NULL CHECK (event_type ~ '^[a-z][a-z0-9_]{0,63}$'),
	provider text COLLATE "C" NOT NULL CHECK (char_length(provider) BETWEEN 1 AND 200),
	user_id text COLLATE "C" NOT NULL CHECK (char_length(user_id) BETWEEN 1 AND 256),
	outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('success', 'failure')),
	metadata jsonb NOT NULL CHECK (jsonb_typeof(metadata) = 'object' AND octet_length(metadata::text) <= 65536),
	recorded_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, event_id)
);
CALL protect_tenant_table('federation_event');
-- An audit trail: nobody changes it.
REVOKE UPDATE, DELETE ON federation_event FROM qnsp_app, qnsp_system;
-- Pages and reports of a time range; filters without an index of their own walk it.
CREATE INDEX federation_event_by_time ON federation_event (tenant_id, recorded_at, event_id);
-- "What did this user do", and the user's earlier logins in reports.
CREATE INDEX federation_event_by_user ON federation_event (tenant_id, user_id, recorded_at, event_id);
-- "Was this provider there before", in security reports.
CREATE INDEX federation_event_by_provider ON federation_event (tenant_id, provider, recorded_at);

-- Calls of one tenant's credentials in another tenant, by five minutes (UTC); a projection of the journal.
CREATE TABLE cross_tenant_activity (
	source_tenant_id uuid NOT NULL,
	target_tenant_id uuid NOT NULL,
	bucket_start timestamptz NOT NULL
		CHECK (bucket_start = date_bin('5 minutes', bucket_start, '2000-01-01T00:00:00Z'::timestamptz)),
	event_count bigint NOT NULL CHECK (event_count >= 1),
	last_activity_at timestamptz NOT NULL,
	PRIMARY KEY (source_tenant_id, target_tenant_id, bucket_start),
	CHECK (source_tenant_id <> target_tenant_id)
);
-- Both sides see what passed between them, so protect_tenant_table does not fit.
ALTER TABLE cross_tenant_activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE cross_tenant_activity FORCE ROW LEVEL SECURITY;
CREATE POLICY source_or_target ON cross_tenant_activity FOR SELECT TO qnsp_app
	USING (source_tenant_id = qnsp_current_tenant() OR target_tenant_id = qnsp_current_tenant());
CREATE POLICY every_tenant ON cross_tenant_activity TO qnsp_system USING (true) WITH CHECK (true);
GRANT SELECT ON cross_tenant_activity TO qnsp_app;
-- The other side's rows; the source's are found by the primary key.
CREATE INDEX cross_tenant_activity_by_target ON cross_tenant_activity (target_tenant_id, bucket_start);
-- The operators' view over all tenants, and the clean-up.
CREATE INDEX cross_tenant_activity_by_time ON cross_tenant_activity (bucket_start);

CREATE TABLE federation_report (
	tenant_id uuid NOT NULL,
	report_id uuid NOT NULL,
	report_type text NOT NULL CHECK (report_type IN ('compliance', 'activity', 'security')),
	format text NOT NULL CHECK (format IN ('json', 'csv', 'pdf')),
	range_start timestamptz NOT NULL,
	range_end timestamptz NOT NULL CHECK (range_end > range_start),
	providers text[] NOT NULL,
	status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'failed')),
	created_at timestamptz NOT NULL,
	completed_at timestamptz,
	-- The figures, as answered; and the file, unless it is those figures.
	data json CHECK (octet_length(data::text) <= 5242880),
	content bytea CHECK (octet_length(content) <= 5242880),
	failure_reason text CHECK (char_length(failure_reason) BETWEEN 1 AND 500),
	PRIMARY KEY (tenant_id, report_id),
	CHECK ((status = 'pending') = (completed_at IS NULL)),
	CHECK ((status = 'completed') = (data IS NOT NULL)),
	CHECK ((status = 'failed') = (failure_reason IS NOT NULL)),
	CHECK (status = 'completed' OR content IS NULL)
);
CALL protect_tenant_table('federation_report');
REVOKE DELETE ON federation_report FROM qnsp_app;
-- Serves the list, newest first, and the recent durations.
CREATE INDEX federation_report_by_creation ON federation_report (tenant_id, created_at, report_id);
