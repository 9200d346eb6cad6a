/**
 * What an evaluation leaves in the journal, named field by field, and how it is read back
 * from there: the one thing that history and statistics are derived from. Promises that
 * what was written can be read, and that no raw device fingerprint and nothing else of
 * the request gets in. Depends on {@link io.qnsp.auth.risk.model} and
 * {@link io.qnsp.core.journal}.
 */
@NullMarked
package io.qnsp.auth.risk.evidence;

import org.jspecify.annotations.NullMarked;
