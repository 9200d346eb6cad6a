/**
 * How long audit events are kept: policies delete them when their time has passed, legal
 * holds keep them, archives hold what was deleted where a policy says so. Promises that
 * preview, dry run and cleanup of one day tell the same, that nothing is deleted before
 * the legal minimum of the tenant's tier, under a legal hold, before a signed checkpoint
 * covers it or before everybody has read it who must, and that what is to be archived is
 * durable in its store before it is deleted. What is due is decided by the database's
 * function {@code audit_due} alone. The packages below: {@code policy}, {@code hold},
 * {@code cleanup} (preview and executions), {@code enforcement} (daily, and whole
 * months), {@code archive} and {@code volume} (how much there is). Depends on the
 * journal, on jobs and on the tenants' keys.
 */
@NullMarked
package io.qnsp.audit.retention;

import org.jspecify.annotations.NullMarked;
