/**
 * Verifies sealed events against the rows of the journal: every event of a checkpoint,
 * its root, its chain to the one before, its signature. Promises: the first bad event and
 * what happened to it are named as far as the stored tree tells; when rows and tree were
 * both changed, the checkpoint is. Work is bounded, in events for one call and in calls
 * at a time. Depends on the journal and on what is sealed.
 */
@NullMarked
package io.qnsp.audit.integrity.verify;

import org.jspecify.annotations.NullMarked;
