-- What every other migration stands on. Runs as qnsp_owner, in schema "qnsp".
--
-- Rules for the migrations that follow:
--   * A new table is closed to qnsp_app. A table of tenants' rows: CALL protect_tenant_table('my_table').
--     A table that all tenants share and only read: GRANT SELECT ON my_table TO qnsp_app.
--   * qnsp_system may read and write every table, sequences are open to both.
--   * A new function is closed to everyone but its owner: GRANT EXECUTE ON FUNCTION ... TO whom it serves.
--     (Trigger functions need no grant.) A view needs WITH (security_invoker = true), or it shows nothing.
--   * Row-level security is forced, so it holds for qnsp_owner too. Migrations run with row_security = off: a statement
--     on a protected table fails instead of silently seeing no rows. A migration that moves tenants' data does
--     ALTER TABLE t NO FORCE ROW LEVEL SECURITY before and FORCE ROW LEVEL SECURITY after it, in the same file.
--   * Foreign keys are checked past row-level security. Between tenants' tables they include the tenant:
--     FOREIGN KEY (tenant_id, policy_id) REFERENCES policy (tenant_id, id).
--   * Indexes on tenants' tables start with the tenant.

GRANT USAGE ON SCHEMA qnsp TO qnsp_app, qnsp_system;

ALTER DEFAULT PRIVILEGES IN SCHEMA qnsp GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO qnsp_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA qnsp GRANT USAGE, SELECT ON SEQUENCES TO qnsp_app, qnsp_system;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The tenant of the session, null when there is none.
CREATE FUNCTION qnsp_current_tenant() RETURNS uuid
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN nullif(current_setting('qnsp.tenant', true), '')::uuid;

GRANT EXECUTE ON FUNCTION qnsp_current_tenant() TO qnsp_app, qnsp_system;

-- Shows qnsp_app only the rows of the session's tenant, and lets it write no others. An insert-only table revokes
-- UPDATE and DELETE afterwards. Partitions are reached through their parent only and need no call of their own.
CREATE PROCEDURE protect_tenant_table(target regclass, tenant_column name DEFAULT 'tenant_id')
	LANGUAGE plpgsql
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_attribute
			WHERE attrelid = target AND attname = tenant_column AND atttypid = 'uuid'::regtype AND NOT attisdropped) THEN
		RAISE EXCEPTION 'table %: column % (expected: an existing column of type uuid)', target, tenant_column;
	END IF;
	EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
	EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
	EXECUTE format('CREATE POLICY own_tenant ON %s TO qnsp_app USING (%I = qnsp_current_tenant())'
		' WITH CHECK (%I = qnsp_current_tenant())', target, tenant_column, tenant_column);
	EXECUTE format('CREATE POLICY every_tenant ON %s TO qnsp_system USING (true) WITH CHECK (true)', target);
	EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO qnsp_app, qnsp_system', target);
END
$$;

-- Every table with a column tenant_id that does not force row-level security with a policy for qnsp_app. A partition
-- counts only when qnsp_app can reach it past its parent. The server refuses to start while there is one.
CREATE FUNCTION unprotected_tenant_tables() RETURNS SETOF regclass
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT c.oid::regclass
		FROM pg_class c
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
		WHERE c.relnamespace = to_regnamespace('qnsp')
			AND c.relkind IN ('r', 'p')
			AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
				SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND to_regrole('qnsp_app') = ANY (p.polroles)))
			AND (NOT c.relispartition
				OR has_any_column_privilege('qnsp_app', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
				OR has_table_privilege('qnsp_app', c.oid, 'DELETE, TRUNCATE'))
		ORDER BY 1;
	END;
