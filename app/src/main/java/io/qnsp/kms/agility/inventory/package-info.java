/**
 * What a tenant holds, counted: assets that do not differ in anything that matters to
 * readiness, risk or compliance are one group with a number and some ids, so that an
 * inventory stays small however many assets there are. Depends on the assets of
 * {@link io.qnsp.kms.agility}.
 */
@NullMarked
package io.qnsp.kms.agility.inventory;

import org.jspecify.annotations.NullMarked;
