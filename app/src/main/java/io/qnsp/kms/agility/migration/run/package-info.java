/**
 * Moves the keys of active plans, one after the other, each in a durable job: the new
 * version is made outside of any transaction, and one transaction stores it, notes it in
 * the plan, asks for the next job and removes this one. So a key is moved completely or
 * not at all, whatever crashes, and a plan that is paused or cancelled meanwhile drops
 * what was made. Depends on {@link io.qnsp.core.job} and {@link io.qnsp.kms.keys}.
 */
@NullMarked
package io.qnsp.kms.agility.migration.run;

import org.jspecify.annotations.NullMarked;
