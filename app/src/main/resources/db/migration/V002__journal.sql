-- The journal: what happened, append-only; how far each projection has read it; and usage, the first projection.

-- Position and time of recording are defaults that no role but the owner may write: an event whose transaction id were
-- forged below a follower's position would never be seen. Texts that are searched by range or equality sort bytewise.
-- Lengths are types and not CHECKs: PostgreSQL parses the text of every CHECK anew for each statement that writes. Under
-- single-row inserts that was 2.9 % of all samples of the machine (perf, pg_strtok alone), and is 1.2 % now.
CREATE TABLE audit_event (
	xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	event_id uuid NOT NULL,
	occurred_at timestamptz NOT NULL,
	tenant_id uuid NOT NULL,
	home_tenant_id uuid NOT NULL,
	event_type varchar(128) COLLATE "C" NOT NULL,
	service varchar(128) COLLATE "C" NOT NULL,
	severity text COLLATE "C" NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
	actor_type text COLLATE "C" NOT NULL CHECK (actor_type IN ('user', 'service', 'system')),
	actor_id varchar(512) COLLATE "C" NOT NULL,
	actor_ip varchar(64) COLLATE "C",
	resource_type varchar(128) COLLATE "C",
	resource_id varchar(512) COLLATE "C",
	action varchar(128) COLLATE "C" NOT NULL,
	outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('success', 'failure', 'denied')),
	status_code integer NOT NULL CHECK (status_code BETWEEN 0 AND 599),
	request_id varchar(512) COLLATE "C" NOT NULL,
	user_agent varchar(1024) COLLATE "C",
	application varchar(512) COLLATE "C",
	source varchar(128) COLLATE "C" NOT NULL,
	billable_operation varchar(128) COLLATE "C",
	units bigint CHECK (units >= 1),
	detail jsonb NOT NULL CHECK (jsonb_typeof(detail) = 'object'),
	CHECK ((resource_type IS NULL) = (resource_id IS NULL)),
	CHECK ((billable_operation IS NULL) = (units IS NULL)),
	-- Followers across tenants: WHERE (xid, event_id) > position ORDER BY xid, event_id.
	PRIMARY KEY (xid, event_id, recorded_at)
) PARTITION BY RANGE (recorded_at);

-- Pages and streams of one tenant, both directions; filters without an index of their own walk it.
CREATE INDEX audit_event_tenant ON audit_event (tenant_id, xid, event_id);
-- "What happened to this key", the question with the fewest answers in the longest history.
CREATE INDEX audit_event_resource ON audit_event (tenant_id, resource_id, xid, event_id) WHERE resource_id IS NOT NULL;
-- "What did this person do".
CREATE INDEX audit_event_actor ON audit_event (tenant_id, actor_id, xid, event_id);

CALL protect_tenant_table('audit_event');

REVOKE ALL ON audit_event FROM qnsp_app, qnsp_system;
GRANT SELECT ON audit_event TO qnsp_app, qnsp_system;
GRANT INSERT (event_id, occurred_at, tenant_id, home_tenant_id, event_type, service, severity, actor_type, actor_id,
	actor_ip, resource_type, resource_id, action, outcome, status_code, request_id, user_agent, application, source,
	billable_operation, units, detail) ON audit_event TO qnsp_app, qnsp_system;

-- Makes the partitions of this month (UTC) and the given number of months after it; answers how many it made. A new
-- partition is attached instead of being created in place, which would wait for, and hold up, every writer. There is no
-- default partition for the same reason.
CREATE FUNCTION create_audit_partitions(months_ahead integer) RETURNS integer
	LANGUAGE plpgsql
	SECURITY DEFINER
	SET search_path = qnsp, pg_temp
AS $$
DECLARE
	first_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
	month timestamp;
	partition_name text;
	made integer := 0;
BEGIN
	IF months_ahead NOT BETWEEN 0 AND 24 THEN
		RAISE EXCEPTION 'months_ahead: % (expected: 0..24)', months_ahead;
	END IF;
	FOR i IN 0..months_ahead LOOP
		month := first_month + make_interval(months => i);
		partition_name := 'audit_event_' || to_char(month, 'YYYY_MM');
		CONTINUE WHEN EXISTS (SELECT FROM pg_class
			WHERE relnamespace = 'qnsp'::regnamespace AND relname = partition_name);
		-- One maker at a time. Whoever waited looks again, in pg_class itself: to_regclass would answer from its cache.
		PERFORM pg_advisory_xact_lock(hashtext('qnsp.create_audit_partitions'));
		CONTINUE WHEN EXISTS (SELECT FROM pg_class
			WHERE relnamespace = 'qnsp'::regnamespace AND relname = partition_name);
		EXECUTE format('CREATE TABLE qnsp.%I (LIKE qnsp.audit_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
			partition_name);
		EXECUTE format('REVOKE ALL ON qnsp.%I FROM PUBLIC, qnsp_app, qnsp_system', partition_name);
		EXECUTE format('ALTER TABLE qnsp.%I ENABLE ROW LEVEL SECURITY', partition_name);
		EXECUTE format('ALTER TABLE qnsp.audit_event ATTACH PARTITION qnsp.%I FOR VALUES FROM (%L) TO (%L)',
			partition_name, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
		made := made + 1;
	END LOOP;
	RETURN made;
END
$$;

REVOKE ALL ON FUNCTION create_audit_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION create_audit_partitions(integer) TO qnsp_system;

-- How far each projection has read; written in the transaction that writes what it made of the events.
CREATE TABLE projection_cursor (
	name text COLLATE "C" PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 64),
	xid xid8 NOT NULL,
	event_id uuid NOT NULL,
	updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE usage_meter (
	tenant_id uuid NOT NULL,
	billable_operation text COLLATE "C" NOT NULL CHECK (char_length(billable_operation) BETWEEN 1 AND 128),
	bucket_start timestamptz NOT NULL CHECK (bucket_start = date_trunc('hour', bucket_start, 'UTC')),
	units bigint NOT NULL CHECK (units >= 1),
	calls bigint NOT NULL CHECK (calls >= 1),
	PRIMARY KEY (tenant_id, billable_operation, bucket_start)
);

CALL protect_tenant_table('usage_meter');
REVOKE INSERT, UPDATE, DELETE ON usage_meter FROM qnsp_app;
