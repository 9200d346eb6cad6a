/**
 * How much the algorithms are used, by tenant and day (UTC), derived from the uses of
 * keys in the journal. Promises that every use counts once, whatever crashes, and that
 * the numbers can be rebuilt from the journal. Depends on {@link io.qnsp.kms.keys} for
 * what a use is and on {@link io.qnsp.core.projection}.
 */
@NullMarked
package io.qnsp.kms.agility.usage;

import org.jspecify.annotations.NullMarked;
