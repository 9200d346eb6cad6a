-- Retention of audit events: policies, legal holds, what was deleted, archives, and how much there is.
--
-- What may be deleted is decided by one text, the function audit_due: preview, dry run, cleanup and the decision about
-- whole partitions read it, so they can't disagree.

-- Add-ons that lengthen what the law of a tier demands.
ALTER TABLE tenant DROP CONSTRAINT tenant_add_ons_check;
ALTER TABLE tenant ADD CONSTRAINT tenant_add_ons_check CHECK (add_ons <@ ARRAY['byohsm', 'key-escrow',
	'audit-trails-retention-90', 'audit-trails-retention-180', 'audit-trails-retention-1yr',
	'audit-trails-retention-7yr']);

CREATE TABLE audit_retention_policy (
	tenant_id uuid NOT NULL REFERENCES tenant,
	policy_id uuid NOT NULL,
	name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	-- ISO 8601 as it was sent, and what PostgreSQL makes of it.
	retention_period text NOT NULL CHECK (char_length(retention_period) BETWEEN 1 AND 40),
	period interval NOT NULL CHECK (period > interval '0'),
	-- Empty: all. Types as they were sent, and the same as patterns of LIKE.
	event_types text[] NOT NULL CHECK (cardinality(event_types) <= 50),
	type_patterns text[] NOT NULL CHECK (cardinality(type_patterns) = cardinality(event_types)),
	services text[] NOT NULL CHECK (cardinality(services) <= 50),
	-- Null: deleted without an archive.
	archive_destination text COLLATE "C" CHECK (archive_destination ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
	-- The last UTC day on which it was enforced for the tenant.
	enforced_on date,
	created_by text NOT NULL CHECK (char_length(created_by) BETWEEN 1 AND 512),
	created_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, policy_id)
);
CALL protect_tenant_table('audit_retention_policy');
-- Serves the list, newest first.
CREATE INDEX audit_retention_policy_by_creation ON audit_retention_policy (tenant_id, created_at DESC, policy_id DESC);

CREATE TABLE audit_legal_hold (
	tenant_id uuid NOT NULL REFERENCES tenant,
	hold_id uuid NOT NULL,
	name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1000),
	event_types text[] NOT NULL CHECK (cardinality(event_types) <= 50),
	type_patterns text[] NOT NULL CHECK (cardinality(type_patterns) = cardinality(event_types)),
	services text[] NOT NULL CHECK (cardinality(services) <= 50),
	-- Of what happened or was recorded in between.
	held_from timestamptz,
	held_until timestamptz CHECK (held_until > held_from),
	resource_id text COLLATE "C" CHECK (char_length(resource_id) BETWEEN 1 AND 512),
	actor_id text COLLATE "C" CHECK (char_length(actor_id) BETWEEN 1 AND 512),
	created_by text NOT NULL CHECK (char_length(created_by) BETWEEN 1 AND 512),
	created_at timestamptz NOT NULL,
	released_by text CHECK (char_length(released_by) BETWEEN 1 AND 512),
	released_at timestamptz,
	release_reason text CHECK (char_length(release_reason) BETWEEN 1 AND 1000),
	PRIMARY KEY (tenant_id, hold_id),
	CHECK (num_nulls(released_by, released_at, release_reason) IN (0, 3))
);
CALL protect_tenant_table('audit_legal_hold');
REVOKE DELETE ON audit_legal_hold FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX audit_legal_hold_by_creation ON audit_legal_hold (tenant_id, created_at DESC, hold_id DESC);
-- What holds now.
CREATE INDEX audit_legal_hold_active ON audit_legal_hold (tenant_id) WHERE released_at IS NULL;

CREATE TABLE audit_retention_execution (
	tenant_id uuid NOT NULL REFERENCES tenant,
	execution_id uuid NOT NULL,
	-- Null: every policy of the tenant.
	policy_id uuid,
	trigger text NOT NULL CHECK (trigger IN ('manual', 'scheduled', 'partition')),
	dry_run boolean NOT NULL,
	status text NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
	-- What is due is counted to the start of this UTC day.
	day date NOT NULL,
	events_processed bigint NOT NULL CHECK (events_processed >= 0),
	events_deleted bigint NOT NULL CHECK (events_deleted BETWEEN 0 AND events_processed),
	events_archived bigint NOT NULL CHECK (events_archived BETWEEN 0 AND events_processed),
	bytes_deleted bigint NOT NULL CHECK (bytes_deleted >= 0),
	-- Times of recording.
	oldest_event timestamptz,
	newest_event timestamptz,
	-- Everything up to here was looked at.
	cursor_xid xid8 NOT NULL,
	cursor_event_id uuid NOT NULL,
	failure text CHECK (char_length(failure) BETWEEN 1 AND 1000),
	started_by text NOT NULL CHECK (char_length(started_by) BETWEEN 1 AND 512),
	started_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	ended_at timestamptz,
	PRIMARY KEY (tenant_id, execution_id),
	CHECK ((ended_at IS NULL) = (status = 'running')),
	CHECK ((failure IS NOT NULL) = (status = 'failed')),
	CHECK (NOT dry_run OR (bytes_deleted = 0 AND status <> 'running'))
);
CALL protect_tenant_table('audit_retention_execution');
REVOKE DELETE ON audit_retention_execution FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX audit_retention_execution_by_start ON audit_retention_execution
	(tenant_id, started_at DESC, execution_id DESC);
-- One at a time; and what was left behind by an instance that died, over all tenants.
CREATE UNIQUE INDEX audit_retention_execution_running ON audit_retention_execution (tenant_id)
	WHERE status = 'running';

CREATE TABLE audit_archive (
	tenant_id uuid NOT NULL,
	archive_id uuid NOT NULL,
	execution_id uuid NOT NULL,
	-- A store of the operator, and the name in it.
	destination text COLLATE "C" NOT NULL CHECK (destination ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
	events bigint NOT NULL CHECK (events >= 1),
	-- Of the stored form.
	bytes bigint NOT NULL CHECK (bytes >= 1),
	oldest_event timestamptz NOT NULL,
	newest_event timestamptz NOT NULL,
	-- The key of the content, sealed by the tenant's.
	sealed_key bytea NOT NULL CHECK (octet_length(sealed_key) BETWEEN 32 AND 1024),
	created_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, archive_id),
	FOREIGN KEY (tenant_id, execution_id) REFERENCES audit_retention_execution (tenant_id, execution_id)
);
CALL protect_tenant_table('audit_archive');
REVOKE UPDATE, DELETE ON audit_archive FROM qnsp_app;
-- Serves the list, newest first.
CREATE INDEX audit_archive_by_creation ON audit_archive (tenant_id, created_at DESC, archive_id DESC);

-- A projection of the journal by UTC day of recording, reduced by what is deleted.
CREATE TABLE audit_volume (
	tenant_id uuid NOT NULL,
	day date NOT NULL,
	events bigint NOT NULL CHECK (events >= 0),
	bytes bigint NOT NULL CHECK (bytes >= 0),
	PRIMARY KEY (tenant_id, day)
);
CALL protect_tenant_table('audit_volume');
REVOKE INSERT, UPDATE, DELETE ON audit_volume FROM qnsp_app;

-- How far the projections have come holds deletion back; it says nothing of any tenant.
GRANT SELECT ON projection_cursor TO qnsp_app;

-- Row-level security is forced for the owner too. The functions below that work as the owner set qnsp.retention while
-- they need it; without it, and for every other role, nothing changes.
CREATE POLICY in_retention_read ON audit_event FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_delete ON audit_event FOR DELETE TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_read ON tenant FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_read ON audit_retention_policy FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_read ON audit_legal_hold FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_read ON audit_checkpoint FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_read ON audit_delivery FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_read ON audit_subscription FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_read ON audit_volume FOR SELECT TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_update ON audit_volume FOR UPDATE TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');
CREATE POLICY in_retention_delete ON audit_volume FOR DELETE TO qnsp_owner
	USING (current_setting('qnsp.retention', true) = 'on');

-- Functions in SQL are checked when they are made, against row-level security too. No statement below touches rows.
SET LOCAL row_security = on;

-- The last event of a tenant that a signed checkpoint covers; before every event when there is none.
CREATE FUNCTION audit_sealed_to(p_tenant uuid, OUT xid xid8, OUT event_id uuid)
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT c.last_xid, c.last_event_id
		FROM (
			SELECT s.last_xid, s.last_event_id, s.sequence FROM audit_checkpoint s WHERE s.tenant_id = p_tenant
			UNION ALL
			SELECT '0', '00000000-0000-0000-0000-000000000000', 0
		) AS c
		ORDER BY c.sequence DESC
		LIMIT 1;
	END;

-- The last event of a tenant that everybody has read who must: the checkpoints, the projections, the deliveries.
CREATE FUNCTION audit_followed_to(p_tenant uuid, p_projections text[], OUT xid xid8, OUT event_id uuid)
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT f.xid, f.event_id
		FROM (
			SELECT s.xid, s.event_id FROM audit_sealed_to(p_tenant) AS s
			UNION ALL
			SELECT coalesce(c.xid, '0'), coalesce(c.event_id, '00000000-0000-0000-0000-000000000000')
			FROM unnest(p_projections) AS n (name)
			LEFT JOIN projection_cursor c ON c.name = n.name
			UNION ALL
			SELECT d.xid, d.event_id
			FROM audit_delivery d
			JOIN audit_subscription s ON s.tenant_id = d.tenant_id AND s.subscription_id = d.subscription_id
			WHERE d.tenant_id = p_tenant AND s.status = 'active'
		) AS f
		ORDER BY f.xid, f.event_id
		LIMIT 1;
	END;

-- Whether a legal hold covers an event.
CREATE FUNCTION audit_is_held(p_tenant uuid, p_event_type text, p_service text, p_resource text, p_actor text,
		p_occurred timestamptz, p_recorded timestamptz) RETURNS boolean
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT EXISTS (
			SELECT FROM audit_legal_hold h
			WHERE h.tenant_id = p_tenant AND h.released_at IS NULL
				AND (cardinality(h.type_patterns) = 0 OR p_event_type LIKE ANY (h.type_patterns))
				AND (cardinality(h.services) = 0 OR p_service = ANY (h.services))
				AND (h.resource_id IS NULL OR h.resource_id = p_resource)
				AND (h.actor_id IS NULL OR h.actor_id = p_actor)
				AND (h.held_from IS NULL OR greatest(p_occurred, p_recorded) >= h.held_from)
				AND (h.held_until IS NULL OR least(p_occurred, p_recorded) < h.held_until));
	END;

-- The events of a tenant that may be deleted, in the order of the journal. The only text that decides this.
--   p_policy      they match this policy; null: any
--   p_day         periods must have passed at its start (UTC), or at the start of today when that is earlier
--   p_names, p_days   the legal minimum in days by tier and add-on; the largest of a tenant counts
--   p_projections who must have read them
--   positions     after the first, up to the second; times of recording from the third, before the fourth
-- Of several policies that match an event each must have passed. An event is archived when any of them says so: to the
-- asked policy's store, else to the oldest one's.
CREATE FUNCTION audit_due(p_tenant uuid, p_policy uuid, p_day date, p_names text[], p_days integer[],
		p_projections text[], p_after_xid xid8, p_after_event uuid, p_until_xid xid8, p_until_event uuid,
		p_from timestamptz, p_before timestamptz)
	RETURNS TABLE (xid xid8, event_id uuid, recorded_at timestamptz, bytes integer, destination text)
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT e.xid, e.event_id, e.recorded_at, pg_column_size(e), matching.destination
		FROM audit_followed_to(p_tenant, p_projections) AS followed
		CROSS JOIN (
			SELECT max(m.days) AS days,
				CAST(least(p_day, CAST(now() AT TIME ZONE 'UTC' AS date)) AS timestamp) AS today,
				EXISTS (SELECT FROM audit_legal_hold h WHERE h.tenant_id = p_tenant AND h.released_at IS NULL) AS holds
			FROM tenant t
			JOIN unnest(p_names, p_days) AS m (name, days) ON m.name = t.tier OR m.name = ANY (t.add_ons)
			WHERE t.tenant_id = p_tenant
		) AS legal
		JOIN audit_event e ON e.tenant_id = p_tenant
			AND (e.xid, e.event_id) > (p_after_xid, p_after_event)
			AND (e.xid, e.event_id) <= (p_until_xid, p_until_event)
			AND (e.xid, e.event_id) <= (followed.xid, followed.event_id)
			AND e.recorded_at >= p_from AND e.recorded_at < p_before
			AND e.recorded_at <= (legal.today - make_interval(days => legal.days)) AT TIME ZONE 'UTC'
		CROSS JOIN LATERAL (
			SELECT bool_or(p_policy IS NULL OR p.policy_id = p_policy) AS asked,
				bool_and((e.recorded_at AT TIME ZONE 'UTC') + p.period <= legal.today) AS passed,
				(array_agg(p.archive_destination ORDER BY (p.policy_id = p_policy) DESC, p.created_at, p.policy_id)
					FILTER (WHERE p.archive_destination IS NOT NULL))[1] AS destination
			FROM audit_retention_policy p
			WHERE p.tenant_id = p_tenant
				AND (cardinality(p.type_patterns) = 0 OR e.event_type LIKE ANY (p.type_patterns))
				AND (cardinality(p.services) = 0 OR e.service = ANY (p.services))
		) AS matching
		WHERE matching.asked AND matching.passed
			AND NOT (legal.holds AND audit_is_held(p_tenant, e.event_type, e.service, e.resource_id, e.actor_id,
				e.occurred_at, e.recorded_at))
		ORDER BY e.xid, e.event_id;
	END;

GRANT EXECUTE ON FUNCTION audit_sealed_to(uuid), audit_followed_to(uuid, text[]),
	audit_is_held(uuid, text, text, text, text, timestamptz, timestamptz),
	audit_due(uuid, uuid, date, text[], integer[], text[], xid8, uuid, xid8, uuid, timestamptz, timestamptz)
	TO qnsp_app, qnsp_system;

-- Deletes those of the given events of the session's tenant that are due now, at most 1,000. Whatever it is asked, it
-- deletes nothing that is younger than seven days, not covered by a checkpoint, or under a legal hold. Takes its turn with
-- the making of holds and policies, so an acknowledged hold is seen. p_archived: they are in an archive; else only those
-- that need none are deleted.
CREATE FUNCTION delete_audit_events(p_policy uuid, p_day date, p_names text[], p_days integer[], p_projections text[],
		p_xids xid8[], p_event_ids uuid[], p_archived boolean, OUT events bigint, OUT bytes bigint, OUT archived bigint,
		OUT oldest timestamptz, OUT newest timestamptz, OUT xids text[], OUT event_ids uuid[])
	LANGUAGE plpgsql
	SECURITY DEFINER
	SET search_path = qnsp, pg_temp
AS $$
DECLARE
	v_tenant uuid := qnsp_current_tenant();
	v_sealed_xid xid8;
	v_sealed_event uuid;
	v_first_xid xid8;
	v_last_xid xid8;
BEGIN
	IF v_tenant IS NULL THEN
		RAISE EXCEPTION 'no tenant (expected: a session of one)' USING ERRCODE = '42501';
	END IF;
	IF cardinality(p_event_ids) NOT BETWEEN 1 AND 1000 OR cardinality(p_xids) <> cardinality(p_event_ids) THEN
		RAISE EXCEPTION 'events: % (expected: 1..1000, each with its transaction)', cardinality(p_event_ids);
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('audit-retention ' || v_tenant, 0));
	PERFORM set_config('qnsp.retention', 'on', true);
	SELECT s.xid, s.event_id INTO v_sealed_xid, v_sealed_event FROM audit_sealed_to(v_tenant) AS s;
	SELECT g.x INTO v_first_xid FROM unnest(p_xids) AS g (x) ORDER BY g.x LIMIT 1;
	SELECT g.x INTO v_last_xid FROM unnest(p_xids) AS g (x) ORDER BY g.x DESC LIMIT 1;
	WITH gone AS (
		DELETE FROM audit_event e
		USING unnest(p_xids, p_event_ids) AS g (xid, event_id),
			audit_due(v_tenant, p_policy, p_day, p_names, p_days, p_projections, v_first_xid,
				'00000000-0000-0000-0000-000000000000', v_last_xid, 'ffffffff-ffff-ffff-ffff-ffffffffffff', '-infinity',
				'infinity') AS d
		WHERE g.xid = d.xid AND g.event_id = d.event_id
			AND (p_archived OR d.destination IS NULL)
			AND e.tenant_id = v_tenant AND e.xid = d.xid AND e.event_id = d.event_id AND e.recorded_at = d.recorded_at
			AND e.recorded_at < now() - interval '7 days'
			AND (e.xid, e.event_id) <= (v_sealed_xid, v_sealed_event)
			AND NOT audit_is_held(v_tenant, e.event_type, e.service, e.resource_id, e.actor_id, e.occurred_at,
				e.recorded_at)
		RETURNING e.recorded_at, d.bytes, e.xid, e.event_id
	), days AS (
		SELECT CAST(gone.recorded_at AT TIME ZONE 'UTC' AS date) AS day, count(*) AS events, sum(gone.bytes) AS bytes
		FROM gone GROUP BY 1
	), reduced AS (
		UPDATE audit_volume v
		SET events = greatest(v.events - days.events, 0), bytes = greatest(v.bytes - days.bytes, 0)
		FROM days
		WHERE v.tenant_id = v_tenant AND v.day = days.day
	)
	SELECT count(*), coalesce(sum(gone.bytes), 0), CASE WHEN p_archived THEN count(*) ELSE 0 END, min(gone.recorded_at),
		max(gone.recorded_at), coalesce(array_agg(gone.xid::text), '{}'), coalesce(array_agg(gone.event_id), '{}')
	INTO events, bytes, archived, oldest, newest, xids, event_ids
	FROM gone;
	DELETE FROM audit_volume v WHERE v.tenant_id = v_tenant AND v.events = 0;
	PERFORM set_config('qnsp.retention', '', true);
END
$$;

GRANT EXECUTE ON FUNCTION delete_audit_events(uuid, date, text[], integer[], text[], xid8[], uuid[], boolean) TO qnsp_app;

-- Removes a month of the journal when each of its rows is due under the policies of its tenant. Answers what that was, by
-- tenant; nothing when something is not due, or when what needs an archive is not what was archived (p_tenants, p_archived:
-- how many events of whom). Never this month or a later one. Holds and policies don't change meanwhile; followers of the
-- journal wait only for the removal itself, since nothing is written before it.
CREATE FUNCTION drop_audit_partition(p_month date, p_day date, p_names text[], p_days integer[], p_projections text[],
		p_tenants uuid[], p_archived bigint[])
	RETURNS TABLE (tenant_id uuid, events bigint, bytes bigint, archived bigint, oldest timestamptz, newest timestamptz)
	LANGUAGE plpgsql
	SECURITY DEFINER
	SET search_path = qnsp, pg_temp
	SET lock_timeout = '2s'
AS $$
DECLARE
	v_partition text := 'audit_event_' || to_char(p_month, 'YYYY_MM');
	v_from timestamptz := p_month::timestamp AT TIME ZONE 'UTC';
	v_before timestamptz := (p_month::timestamp + interval '1 month') AT TIME ZONE 'UTC';
	v_rows bigint;
	v_rows_then bigint;
	v_due bigint;
	v_unarchived bigint;
	v_answer jsonb;
BEGIN
	IF p_month <> date_trunc('month', p_month::timestamp)
			OR v_before > date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
			OR v_before > now() - interval '7 days' THEN
		RAISE EXCEPTION 'month: % (expected: the first day of a month that ended a week ago)', p_month;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
			WHERE i.inhparent = 'qnsp.audit_event'::regclass AND c.relname = v_partition) THEN
		RETURN;
	END IF;
	LOCK TABLE audit_legal_hold, audit_retention_policy IN SHARE MODE;
	PERFORM set_config('qnsp.retention', 'on', true);
	EXECUTE format('SELECT count(*) FROM qnsp.%I', v_partition) INTO v_rows;
	EXECUTE format($due$
		SELECT coalesce(sum(t.events), 0), coalesce(sum(abs(t.archived - coalesce(a.archived, 0))), 0),
			jsonb_agg(jsonb_build_object('t', t.tenant_id, 'e', t.events, 'b', t.bytes, 'a', t.archived, 'o', t.oldest,
				'n', t.newest, 'd', t.days))
		FROM (
			SELECT x.tenant_id, sum(x.events) AS events, sum(x.bytes) AS bytes, sum(x.archived) AS archived,
				min(x.oldest) AS oldest, max(x.newest) AS newest,
				jsonb_agg(jsonb_build_object('d', x.day, 'e', x.events, 'b', x.bytes)) AS days
			FROM (
				SELECT o.tenant_id, CAST(d.recorded_at AT TIME ZONE 'UTC' AS date) AS day, count(*) AS events,
					sum(d.bytes) AS bytes, count(d.destination) AS archived, min(d.recorded_at) AS oldest,
					max(d.recorded_at) AS newest
				FROM (SELECT DISTINCT p.tenant_id FROM qnsp.%I p) AS o
				CROSS JOIN LATERAL audit_due(o.tenant_id, NULL, $1, $2, $3, $4, '0',
					'00000000-0000-0000-0000-000000000000', '18446744073709551615',
					'ffffffff-ffff-ffff-ffff-ffffffffffff', $5, $6) AS d
				GROUP BY 1, 2
			) AS x
			GROUP BY 1
		) AS t
		LEFT JOIN unnest($7, $8) AS a (tenant_id, archived) ON a.tenant_id = t.tenant_id
		$due$, v_partition)
	INTO v_due, v_unarchived, v_answer
	USING p_day, p_names, p_days, p_projections, v_from, v_before, p_tenants, p_archived;
	IF v_due <> v_rows OR v_unarchived <> 0 THEN
		PERFORM set_config('qnsp.retention', '', true);
		RETURN;
	END IF;
	LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE;
	-- A row that came meanwhile was not looked at.
	EXECUTE format('SELECT count(*) FROM qnsp.%I', v_partition) INTO v_rows_then;
	IF v_rows_then <> v_rows THEN
		PERFORM set_config('qnsp.retention', '', true);
		RETURN;
	END IF;
	EXECUTE format('DROP TABLE qnsp.%I', v_partition);
	UPDATE audit_volume v
	SET events = greatest(v.events - CAST(d ->> 'e' AS bigint), 0), bytes = greatest(v.bytes - CAST(d ->> 'b' AS bigint), 0)
	FROM jsonb_array_elements(v_answer) AS t CROSS JOIN LATERAL jsonb_array_elements(t -> 'd') AS d
	WHERE v.tenant_id = CAST(t ->> 't' AS uuid) AND v.day = CAST(d ->> 'd' AS date);
	DELETE FROM audit_volume v
	WHERE v.events = 0 AND v.tenant_id IN (
		SELECT CAST(t ->> 't' AS uuid) FROM jsonb_array_elements(v_answer) AS t);
	PERFORM set_config('qnsp.retention', '', true);
	RETURN QUERY
		SELECT CAST(t ->> 't' AS uuid), CAST(t ->> 'e' AS bigint), CAST(t ->> 'b' AS bigint), CAST(t ->> 'a' AS bigint),
			CAST(t ->> 'o' AS timestamptz), CAST(t ->> 'n' AS timestamptz)
		FROM jsonb_array_elements(v_answer) AS t;
END
$$;

GRANT EXECUTE ON FUNCTION
	drop_audit_partition(date, date, text[], integer[], text[], uuid[], bigint[]) TO qnsp_system;

-- The months of the journal that have ended, the oldest first.
CREATE FUNCTION ended_audit_partitions() RETURNS SETOF date
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT to_date(right(c.relname, 7), 'YYYY_MM')
		FROM pg_inherits i
		JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = to_regclass('qnsp.audit_event') AND c.relname ~ '^audit_event_[0-9]{4}_[0-9]{2}$'
			AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' + interval '7 days'
				<= now() AT TIME ZONE 'UTC'
		ORDER BY 1;
	END;

GRANT EXECUTE ON FUNCTION ended_audit_partitions() TO qnsp_system;
