/**
 * What is derived from the journal: every projection reads the events in commit order and
 * writes what it makes of them together with its cursor in one transaction. Promises that
 * each event is applied exactly once, across crashes and with several instances, and that
 * one failing projection stops no other. Depends on {@link io.qnsp.core.journal} and
 * {@link io.qnsp.core.sql}.
 */
@NullMarked
package io.qnsp.core.projection;

import org.jspecify.annotations.NullMarked;
