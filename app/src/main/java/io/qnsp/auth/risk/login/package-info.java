/**
 * Which evaluated attempts became logins: those that were allowed, and those that were
 * challenged and passed. Promises that a refused attempt never does, and the same answer
 * however the events are cut into batches. Depends on {@link io.qnsp.auth.risk.evidence}
 * and {@link io.qnsp.core.journal}.
 */
@NullMarked
package io.qnsp.auth.risk.login;

import org.jspecify.annotations.NullMarked;
