/**
 * Retention policies: which events are deleted when, and where they are archived before.
 * Promises that no policy is shorter than the legal minimum of its tenant when it is
 * made, and that one that was made or deleted counts for every later deletion. Depends on
 * the feature's root and on the archive stores.
 */
@NullMarked
package io.qnsp.audit.retention.policy;

import org.jspecify.annotations.NullMarked;
