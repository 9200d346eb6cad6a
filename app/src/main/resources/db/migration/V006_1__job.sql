-- Background work that calls ask for: enqueued in the caller's transaction, removed in the one that writes its result.

CREATE TABLE job (
	job_id uuid PRIMARY KEY,
	tenant_id uuid NOT NULL,
	kind text COLLATE "C" NOT NULL CHECK (kind ~ '^[a-z][a-z-]{0,63}$'),
	payload text NOT NULL CHECK (char_length(payload) <= 8000),
	-- Begun attempts; the token of whoever holds the job.
	attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
	-- Free from then on: enqueued, end of a lease, or end of a pause.
	due_at timestamptz NOT NULL DEFAULT now(),
	enqueued_at timestamptz NOT NULL DEFAULT now(),
	last_error text CHECK (char_length(last_error) <= 1000)
);
CALL protect_tenant_table('job');
-- Leases are the business of the workers, which look across tenants.
REVOKE UPDATE ON job FROM qnsp_app;
-- Serves the workers' search across tenants.
CREATE INDEX job_by_due ON job (due_at, job_id);
