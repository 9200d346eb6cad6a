-- One valid row of a tenant for each table that holds tenants' rows, in an order that satisfies the foreign keys.
-- :tenant is the tenant; ids are made from it, so that rows can refer to each other. TenantTablesIT fails for a table
-- that is missing here. A line "-- table" names the table of the statement that follows.

-- tenant
INSERT INTO tenant (tenant_id, name, slug, tier, created_at, updated_at)
VALUES (:tenant, 'Isolation', 'isolation-' || :tenant, 'free', now(), now());

-- app_user
INSERT INTO app_user (tenant_id, user_id, email, roles, created_at)
VALUES (:tenant, md5('user' || :tenant)::uuid, 'a@example.test', '{owner}', now());

-- service_account
INSERT INTO service_account (tenant_id, service_account_id, name, roles, audiences, created_at)
VALUES (:tenant, md5('service' || :tenant)::uuid, 'worker', '{developer}', '{platform}', now());

-- api_key
INSERT INTO api_key (tenant_id, api_key_id, user_id, name, prefix, key_hash, roles, scopes, created_by, created_at)
VALUES (:tenant, md5('key' || :tenant)::uuid, md5('user' || :tenant)::uuid, 'key', 'qnsp_pqc_abc',
	sha256(convert_to('key' || :tenant, 'UTF8')), '{owner}', '{*}', 'test', now());

-- revoked_credential
INSERT INTO revoked_credential (tenant_id, credential_id, revoked_at, expires_at)
VALUES (:tenant, 'credential', now(), now() + interval '1 hour');

-- idempotent_answer
INSERT INTO idempotent_answer (tenant_id, subject, idempotency_key, request_hash, status, answer, expires_at)
VALUES (:tenant, 'subject', 'key', '\x00', 200, '\x00', now() + interval '1 hour');

-- quota_usage
INSERT INTO quota_usage (tenant_id, resource, period_start, used) VALUES (:tenant, 'kms.keys', current_date, 1);

-- audit_event
INSERT INTO audit_event (event_id, occurred_at, tenant_id, home_tenant_id, event_type, service, severity, actor_type,
	actor_id, action, outcome, status_code, request_id, source, detail)
VALUES (md5('event' || :tenant)::uuid, now(), :tenant, :tenant, 'auth.test.isolate', 'auth', 'info', 'system', 'test',
	'isolate', 'success', 200, 'isolation', 'test', '{}');

-- usage_meter
INSERT INTO usage_meter (tenant_id, billable_operation, bucket_start, units, calls)
VALUES (:tenant, 'auth.test', date_trunc('hour', now(), 'UTC'), 1, 1);

-- risk_user
INSERT INTO risk_user (tenant_id, user_id, logins, first_login_at, last_login_at, remembered)
VALUES (:tenant, 'user', 1, now(), now(), '{}');

-- risk_challenge
INSERT INTO risk_challenge (tenant_id, user_id, challenged_at, evidence) VALUES (:tenant, 'user', now(), '{}');

-- risk_tenant
INSERT INTO risk_tenant (tenant_id, logins, users) VALUES (:tenant, 1, 1);

-- risk_tenant_feature
INSERT INTO risk_tenant_feature (tenant_id, feature, value, logins) VALUES (:tenant, 'country', 'CH', 1);

-- risk_tenant_distinct
INSERT INTO risk_tenant_distinct (tenant_id, feature, distinct_values) VALUES (:tenant, 'country', 1);

-- risk_policy
INSERT INTO risk_policy (tenant_id, policy_id, name, risk_score_threshold, countries, on_high_risk, enabled, created_at,
	updated_at)
VALUES (:tenant, md5('policy' || :tenant)::uuid, 'policy', 50, '{}', 'deny', true, now(), now());

-- risk_signal
INSERT INTO risk_signal (tenant_id, signal_id, user_id, signal_type, severity, recorded_at)
VALUES (:tenant, md5('signal' || :tenant)::uuid, 'user', 'new_device', 'low', now());

-- risk_statistic
INSERT INTO risk_statistic (tenant_id, bucket_start, low, medium, high, critical, challenged, denied)
VALUES (:tenant, date_trunc('hour', now(), 'UTC'), 1, 0, 0, 0, 0, 0);

-- risk_statistic_factor
INSERT INTO risk_statistic_factor (tenant_id, bucket_start, factor, evaluations)
VALUES (:tenant, date_trunc('hour', now(), 'UTC'), 'new_device', 1);

-- audit_subscription
INSERT INTO audit_subscription (tenant_id, subscription_id, name, status, event_types, services, severities,
	destination_type, destination_config, secret_fields, created_by, created_at)
VALUES (:tenant, md5('subscription' || :tenant)::uuid, 'subscription', 'paused', '{}', '{}', '{}', 'webhook', '{}', '{}',
	'test', now());

-- audit_checkpoint
INSERT INTO audit_checkpoint (tenant_id, sequence, checkpoint_id, version, made_at, tree_size, event_count, merkle_root,
	first_event_id, last_event_id, last_xid, key_id, signature)
VALUES (:tenant, 1, md5('checkpoint' || :tenant)::uuid, 1, date_trunc('milliseconds', now()), 1, 1,
	sha256('root'), md5('event' || :tenant)::uuid, md5('event' || :tenant)::uuid, '1', md5('key')::uuid, 'none');

-- audit_tile
INSERT INTO audit_tile (tenant_id, level, tile_index, hashes, positions)
VALUES (:tenant, 0, 0, sha256('leaf'), substring(sha256('position') FROM 1 FOR 24));

-- audit_delivery
INSERT INTO audit_delivery (tenant_id, subscription_id, xid, event_id)
VALUES (:tenant, md5('subscription' || :tenant)::uuid, '1'::xid8, md5('event' || :tenant)::uuid);

-- audit_dead_letter
INSERT INTO audit_dead_letter (tenant_id, subscription_id, xid, event_id, event_type, occurred_at, reason, failed_at)
VALUES (:tenant, md5('subscription' || :tenant)::uuid, '1'::xid8, md5('event' || :tenant)::uuid, 'auth.token.issue',
	now(), 'refused', now());

-- job
INSERT INTO job (job_id, tenant_id, kind, payload, due_at)
VALUES (md5('job' || :tenant)::uuid, :tenant, 'isolation-test', '{}', now() + interval '100 years');

-- federation_event
INSERT INTO federation_event (tenant_id, event_id, event_type, provider, user_id, outcome, metadata, recorded_at)
VALUES (:tenant, md5('federation' || :tenant)::uuid, 'login', 'idp', 'user', 'success', '{}', now());

-- cross_tenant_activity
INSERT INTO cross_tenant_activity (source_tenant_id, target_tenant_id, bucket_start, event_count, last_activity_at)
VALUES (:tenant, md5('target' || :tenant)::uuid,
	date_bin('5 minutes', now(), '2000-01-01T00:00:00Z'::timestamptz), 1, now());

-- federation_report
INSERT INTO federation_report (tenant_id, report_id, report_type, format, range_start, range_end, providers, created_at)
VALUES (:tenant, md5('report' || :tenant)::uuid, 'activity', 'json', now() - interval '1 day', now(), '{}', now());

-- tenant_key
INSERT INTO tenant_key (tenant_id, key_id, root_key_id, wrapped, created_at)
VALUES (:tenant, md5('tenant-key' || :tenant)::uuid, md5('root'), decode(repeat('00', 78), 'hex'), now());

-- kms_usage_bucket
INSERT INTO kms_usage_bucket (tenant_id, key_id, bucket_start, operation, application_id, external, operations,
	failures, bytes, last_used_at)
VALUES (:tenant, md5('used' || :tenant)::uuid, date_bin('5 minutes', now(), '2000-01-01T00:00:00Z'::timestamptz), 'sign',
	'application', false, 1, 0, 1, now());

-- kms_usage_total
INSERT INTO kms_usage_total (tenant_id, key_id, application_id, operation, external, operations, failures, bytes,
	last_used_at)
VALUES (:tenant, md5('used' || :tenant)::uuid, 'application', 'sign', false, 1, 0, 1, now());

-- kms_usage_application
INSERT INTO kms_usage_application (tenant_id, application_id, first_used_at) VALUES (:tenant, 'application', now());

-- kms_key_activity
INSERT INTO kms_key_activity (tenant_id, key_id, span_seconds, span_start, operations, failures, bytes)
VALUES (:tenant, md5('used' || :tenant)::uuid, 3600, date_trunc('hour', now(), 'UTC'), 1, 0, 1);

-- kms_alert_rule
INSERT INTO kms_alert_rule (tenant_id, rule_id, name, key_ids, metric, operator, threshold, time_window, severity,
	channels, enabled, effective_from, judge_at, created_at, updated_at)
VALUES (:tenant, md5('rule' || :tenant)::uuid, 'rule', '{}', 'operation_count', 'gt', 1, '1h', 'low', '{}', false,
	now(), now(), now(), now());

-- kms_alert
INSERT INTO kms_alert (tenant_id, alert_id, key_id, alert_type, severity, message, period_start, period_end,
	triggered_at)
VALUES (:tenant, md5('alert' || :tenant)::uuid, md5('used' || :tenant)::uuid, 'unusual_pattern', 'low', 'message',
	date_trunc('hour', now(), 'UTC'), date_trunc('hour', now(), 'UTC') + interval '1 hour', now());

-- kms_alert_notification
INSERT INTO kms_alert_notification (tenant_id, alert_id, place, channel, state, attempts, due_at, created_at, ended_at)
VALUES (:tenant, md5('alert' || :tenant)::uuid, 1, 'https://hooks.example.test/', 'dead', 1, now(), now(), now());

-- kms_algorithm_usage
INSERT INTO kms_algorithm_usage (tenant_id, day, algorithm, category, operations, failures, last_used_at)
VALUES (:tenant, current_date, 'ml-dsa-65', 'signing', 1, 0, now());

-- kms_migration_plan
INSERT INTO kms_migration_plan (tenant_id, plan_id, name, description, status, target_signing, scope_key_ids,
	scope_key_types, schedule, run, created_at, updated_at)
VALUES (:tenant, md5('plan' || :tenant)::uuid, 'plan', '', 'draft', 'ml-dsa-65', '{}', '{}', '{}', 0, now(), now());

-- kms_migration_item
INSERT INTO kms_migration_item (tenant_id, plan_id, position, key_id, phase, due_at, from_algorithm, target, status,
	updated_at)
VALUES (:tenant, md5('plan' || :tenant)::uuid, 0, md5('key' || :tenant)::uuid, 0, now(), 'rsa-2048', 'ml-dsa-65',
	'pending', now());
-- kms_key
INSERT INTO kms_key (tenant_id, key_id, purpose, algorithm, protection, origin, state, version, metadata, created_at,
	rotated_at, updated_at)
VALUES (:tenant, md5('kms' || :tenant)::uuid, 'signing', 'ml-dsa-65', 'software', 'generated', 'active', 1, '{}', now(),
	now(), now());

-- kms_key_version
INSERT INTO kms_key_version (tenant_id, key_id, version, algorithm, public_key, sealed, sealed_by, created_at)
VALUES (:tenant, md5('kms' || :tenant)::uuid, 1, 'ml-dsa-65', '\x00', '\x00', md5('kms' || :tenant)::uuid, now());

-- kms_import_key
INSERT INTO kms_import_key (tenant_id, import_key_id, algorithm, public_key, sealed, created_at, expires_at)
VALUES (:tenant, md5('import' || :tenant)::uuid, 'x-wing', '\x00', '\x00', now(), now() + interval '1 day');

-- kms_crypto_policy
INSERT INTO kms_crypto_policy (tenant_id, experimental_algorithms, updated_at) VALUES (:tenant, true, now());

-- kms_hsm_connection
INSERT INTO kms_hsm_connection (tenant_id, connection_id, name, provider, endpoint, credential_type, sealed, sealed_by,
	metadata, version, status, refused_logins, created_at, updated_at)
VALUES (:tenant, md5('hsm' || :tenant)::uuid, 'hsm', 'softhsm', 'label:token', 'api_key', '\x00',
	md5('kms' || :tenant)::uuid, '{}', 1, 'pending_validation', 0, now(), now());

-- kms_hsm_key
INSERT INTO kms_hsm_key (tenant_id, key_id, connection_id, key_type, algorithm, purposes, protection, reference,
	created_at)
VALUES (:tenant, md5('hsm-key' || :tenant)::uuid, md5('hsm' || :tenant)::uuid, 'aes', 'AES-256', '{encrypt}',
	'hsm_native', '00', now());

-- kms_hsm_operation
INSERT INTO kms_hsm_operation (tenant_id, connection_id, operation_id, type, succeeded, fault, latency_ms, happened_at)
VALUES (:tenant, md5('hsm' || :tenant)::uuid, md5('hsm-operation' || :tenant)::uuid, 'sign', true, false, 1, now());

-- kms_hsm_destruction
INSERT INTO kms_hsm_destruction (tenant_id, connection_id, reference, key_id, version, attempts, due_at)
VALUES (:tenant, md5('hsm' || :tenant)::uuid, '00', md5('kms' || :tenant)::uuid, 1, 0, now() + interval '1 day');

-- kms_escrow_agent
INSERT INTO kms_escrow_agent (tenant_id, agent_id, algorithm, public_key, registered_by, created_at, updated_at)
VALUES (:tenant, 'agent', 'ml-kem-768', '\x00', 'test', now(), now());

-- kms_escrow_policy
INSERT INTO kms_escrow_policy (tenant_id, policy_id, name, description, key_types, agent_ids, agent_roles,
	recovery_threshold, retention_period, created_at, updated_at)
VALUES (:tenant, md5('escrow-policy' || :tenant)::uuid, 'policy', '', '{}', '{agent,other}', '{primary,secondary}', 2,
	'P1Y', now(), now());

-- kms_escrow
INSERT INTO kms_escrow (tenant_id, escrow_id, key_id, key_version, algorithm, key_form, policy_id, status, agent_ids,
	agent_roles, recovery_threshold, share_set, fingerprint, ciphertext, expires_at, created_at)
VALUES (:tenant, md5('escrow' || :tenant)::uuid, md5('kms' || :tenant)::uuid, 1, 'ml-dsa-65', 'pkcs8',
	md5('escrow-policy' || :tenant)::uuid, 'active', '{agent,other}', '{primary,secondary}', 2, 1,
	sha256('\x00'), '\x00', now() + interval '100 years', now());

-- kms_escrow_share
INSERT INTO kms_escrow_share (tenant_id, escrow_id, agent_id, share_index, algorithm, content)
VALUES (:tenant, md5('escrow' || :tenant)::uuid, 'agent', 1, 'ml-kem-768', '\x00');

-- kms_escrow_recovery
INSERT INTO kms_escrow_recovery (tenant_id, request_id, escrow_id, purpose, reason, urgency, initiated_by, status,
	required_shares, created_at, expires_at)
VALUES (:tenant, md5('recovery' || :tenant)::uuid, md5('escrow' || :tenant)::uuid, 'recover', 'reason', 'normal',
	'test', 'pending_shares', 2, now(), now() + interval '100 years');

-- kms_escrow_recovery_share
INSERT INTO kms_escrow_recovery_share (tenant_id, request_id, agent_id, sealed, submitted_at)
VALUES (:tenant, md5('recovery' || :tenant)::uuid, 'agent', '\x00', now());

-- kms_escrow_decision
INSERT INTO kms_escrow_decision (tenant_id, request_id, decided_by, decision, decided_at)
VALUES (:tenant, md5('recovery' || :tenant)::uuid, 'test', 'approve', now());

-- audit_retention_policy
INSERT INTO audit_retention_policy (tenant_id, policy_id, name, retention_period, period, event_types, type_patterns,
	services, created_by, created_at)
VALUES (:tenant, md5('retention' || :tenant)::uuid, 'policy', 'P1Y', 'P1Y', '{}', '{}', '{}', 'test', now());

-- audit_legal_hold
INSERT INTO audit_legal_hold (tenant_id, hold_id, name, reason, event_types, type_patterns, services, created_by,
	created_at)
VALUES (:tenant, md5('hold' || :tenant)::uuid, 'hold', 'matter', '{}', '{}', '{}', 'test', now());

-- audit_retention_execution
INSERT INTO audit_retention_execution (tenant_id, execution_id, trigger, dry_run, status, day, events_processed,
	events_deleted, events_archived, bytes_deleted, cursor_xid, cursor_event_id, started_by, started_at, updated_at,
	ended_at)
VALUES (:tenant, md5('execution' || :tenant)::uuid, 'manual', true, 'completed', current_date, 0, 0, 0, 0, '0',
	md5('cursor' || :tenant)::uuid, 'test', now(), now(), now());

-- audit_archive
INSERT INTO audit_archive (tenant_id, archive_id, execution_id, destination, events, bytes, oldest_event, newest_event,
	sealed_key, created_at)
VALUES (:tenant, md5('archive' || :tenant)::uuid, md5('execution' || :tenant)::uuid, 'local', 1, 1, now(), now(),
	sha256('\x00'), now());

-- audit_volume
INSERT INTO audit_volume (tenant_id, day, events, bytes) VALUES (:tenant, current_date - 3, 1, 1);
