-- How far each subscription's events have been delivered, who delivers them now, and what its destination refused.

ALTER TABLE audit_subscription DROP CONSTRAINT audit_subscription_status_check;
ALTER TABLE audit_subscription ADD CONSTRAINT audit_subscription_status_check
	CHECK (status IN ('active', 'paused', 'disabled'));
-- Why the server has disabled it.
ALTER TABLE audit_subscription ADD COLUMN status_reason text CHECK (char_length(status_reason) BETWEEN 1 AND 1000);
ALTER TABLE audit_subscription ADD CHECK ((status_reason IS NOT NULL) = (status = 'disabled'));
ALTER TABLE audit_subscription ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
-- Serves the engine's look at everything that is to be delivered.
CREATE INDEX audit_subscription_active ON audit_subscription (tenant_id, subscription_id) WHERE status = 'active';

CREATE TABLE audit_delivery (
	tenant_id uuid NOT NULL,
	subscription_id uuid NOT NULL,
	-- Everything up to this place of the journal is delivered, refused by the filter or a dead letter.
	xid xid8 NOT NULL,
	event_id uuid NOT NULL,
	-- Failures in a row, and of them refusals of the next event.
	attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
	rejections integer NOT NULL DEFAULT 0 CHECK (rejections >= 0),
	due_at timestamptz NOT NULL DEFAULT now(),
	-- Since when nothing was accepted.
	failing_since timestamptz,
	last_error text CHECK (char_length(last_error) BETWEEN 1 AND 1000),
	last_error_at timestamptz,
	last_delivered_at timestamptz,
	events_delivered bigint NOT NULL DEFAULT 0 CHECK (events_delivered >= 0),
	-- Who delivers. The epoch counts the owners: whoever writes under an older one changes nothing.
	lease_holder uuid,
	lease_epoch bigint NOT NULL DEFAULT 0 CHECK (lease_epoch >= 0),
	lease_until timestamptz,
	PRIMARY KEY (tenant_id, subscription_id),
	FOREIGN KEY (tenant_id, subscription_id) REFERENCES audit_subscription (tenant_id, subscription_id)
		ON DELETE CASCADE,
	CHECK ((last_error IS NULL) = (last_error_at IS NULL)),
	CHECK ((lease_holder IS NULL) = (lease_until IS NULL))
);

-- Subscriptions from before there was delivery get what happens from now on.
ALTER TABLE audit_subscription NO FORCE ROW LEVEL SECURITY;
INSERT INTO audit_delivery (tenant_id, subscription_id, xid, event_id)
SELECT tenant_id, subscription_id, pg_snapshot_xmin(pg_current_snapshot()), '00000000-0000-0000-0000-000000000000'
FROM audit_subscription;
UPDATE audit_subscription SET updated_at = created_at;
ALTER TABLE audit_subscription FORCE ROW LEVEL SECURITY;

CALL protect_tenant_table('audit_delivery');
-- Serves the renewal of an instance's leases, which looks across tenants.
CREATE INDEX audit_delivery_by_holder ON audit_delivery (lease_holder) WHERE lease_holder IS NOT NULL;

-- Events that a destination refused for what they are. The event itself stays in the journal.
CREATE TABLE audit_dead_letter (
	tenant_id uuid NOT NULL,
	subscription_id uuid NOT NULL,
	xid xid8 NOT NULL,
	event_id uuid NOT NULL,
	event_type varchar(128) COLLATE "C" NOT NULL,
	occurred_at timestamptz NOT NULL,
	reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1000),
	failed_at timestamptz NOT NULL,
	PRIMARY KEY (tenant_id, subscription_id, event_id),
	FOREIGN KEY (tenant_id, subscription_id) REFERENCES audit_subscription (tenant_id, subscription_id)
		ON DELETE CASCADE
);
CALL protect_tenant_table('audit_dead_letter');
-- Serves the list, newest first, and the choice of the oldest to send again.
CREATE INDEX audit_dead_letter_by_time ON audit_dead_letter (tenant_id, subscription_id, failed_at DESC, event_id DESC);
-- Serves the clean-up, which looks across tenants.
CREATE INDEX audit_dead_letter_by_age ON audit_dead_letter (failed_at);
