/**
 * What a migration plan is: targets, scope, schedule, the keys it moves and in which
 * order. Pure decisions: nothing here reads or writes. Depends on the catalogue and on
 * {@link io.qnsp.kms.keys}.
 */
@NullMarked
package io.qnsp.kms.agility.migration.model;

import org.jspecify.annotations.NullMarked;
