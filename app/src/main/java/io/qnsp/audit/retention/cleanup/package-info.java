/**
 * Preview and cleanup. A cleanup is an execution: it goes through the journal of its
 * tenant from the oldest event on, archives what must be archived, and deletes in short
 * transactions, each with an event of its own; what a call does not finish in its time, a
 * job goes on with, from where it stands. Promises the same numbers for preview, dry run
 * and cleanup of one day, and that a crash at any point loses nothing: at most an archive
 * is left over that is not listed. Depends on the feature's root and on archives.
 */
@NullMarked
package io.qnsp.audit.retention.cleanup;

import org.jspecify.annotations.NullMarked;
