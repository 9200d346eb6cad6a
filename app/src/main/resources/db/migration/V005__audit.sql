-- Where tenants want their events delivered. What is secret in a destination's configuration is sealed by the root key.

CREATE TABLE audit_subscription (
	tenant_id uuid NOT NULL REFERENCES tenant,
	subscription_id uuid NOT NULL,
	name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	status text NOT NULL CHECK (status IN ('active')),
	event_types text[] NOT NULL,
	services text[] NOT NULL,
	severities text[] NOT NULL CHECK (severities <@ ARRAY['info', 'warning', 'critical']),
	destination_type text NOT NULL CHECK (destination_type IN ('webhook', 'kafka', 'sqs')),
	destination_config jsonb NOT NULL CHECK (jsonb_typeof(destination_config) = 'object'),
	-- JSON of the secret fields, sealed; null when the destination has none.
	destination_secrets bytea,
	secret_fields text[] NOT NULL,
	created_by text NOT NULL,
	created_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, subscription_id),
	CHECK ((destination_secrets IS NULL) = (cardinality(secret_fields) = 0))
);
CALL protect_tenant_table('audit_subscription');
-- Serves the list, newest first.
CREATE INDEX audit_subscription_by_creation ON audit_subscription (tenant_id, created_at DESC, subscription_id DESC);
