-- Roles of the QNSP server and their rights on the current database. Idempotent.
--
-- The embedded PostgreSQL runs this file by itself. For your own PostgreSQL (16 or later), as its administrator:
--   createdb qnsp
--   psql -d qnsp -f roles.sql
--   psql -d qnsp -c '\password qnsp_owner' -c '\password qnsp_app' -c '\password qnsp_system'
--
-- qnsp_owner   owns the schema "qnsp" and its tables; used by migrations at start-up only
-- qnsp_app     serves callers: row-level security shows it one tenant at a time
-- qnsp_system  works across tenants (journal tail, projections, leases) because policies say so, not by BYPASSRLS
--
-- A new role is neither superuser nor BYPASSRLS; the server refuses to start with one that is.

DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'qnsp_owner') THEN
		CREATE ROLE qnsp_owner LOGIN;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'qnsp_app') THEN
		CREATE ROLE qnsp_app LOGIN;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'qnsp_system') THEN
		CREATE ROLE qnsp_system LOGIN;
	END IF;

	EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
	EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO qnsp_owner', current_database());
	EXECUTE format('GRANT CONNECT ON DATABASE %I TO qnsp_app, qnsp_system', current_database());
	EXECUTE format('ALTER ROLE qnsp_owner IN DATABASE %I SET search_path = qnsp', current_database());
	EXECUTE format('ALTER ROLE qnsp_app IN DATABASE %I SET search_path = qnsp', current_database());
	EXECUTE format('ALTER ROLE qnsp_system IN DATABASE %I SET search_path = qnsp', current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
