/**
 * The tenant's events as a file: JSON Lines, CSV, CEF or RFC 5424, oldest first.
 * Promises: an export holds what the journal held when it began, in commit order, each
 * event once; it reads ahead no more than one batch, whatever the client's speed; an
 * export that can't go on ends with its connection, never with a file that looks whole,
 * and goes on after the last whole line; it ends with the credential that began it. The
 * writers of lines are pure. Depends on the journal's reader and on
 * {@link io.qnsp.audit.events} for how an event looks.
 */
@NullMarked
package io.qnsp.audit.export;

import org.jspecify.annotations.NullMarked;
