-- A copy of what V002 needs of V001; drop it when V001 is merged.
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

