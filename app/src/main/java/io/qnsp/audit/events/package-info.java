/**
 * Audit events as callers see them: how an event looks in JSON, which events a caller
 * asks for, and pages of the journal, newest first. Promises: an event looks the same
 * here, on streams and wherever else it is shown; a caller sees only its tenant's events.
 * Depends on {@link io.qnsp.core.journal}.
 */
@NullMarked
package io.qnsp.audit.events;

import org.jspecify.annotations.NullMarked;
