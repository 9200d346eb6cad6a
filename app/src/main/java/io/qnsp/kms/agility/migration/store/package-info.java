/**
 * The tables of migration plans and their keys. Depends on
 * {@link io.qnsp.kms.agility.migration.model} and {@link io.qnsp.core.sql}.
 */
@NullMarked
package io.qnsp.kms.agility.migration.store;

import org.jspecify.annotations.NullMarked;
