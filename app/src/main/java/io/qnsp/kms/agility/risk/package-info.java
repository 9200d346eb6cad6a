/**
 * The risk that quantum computers are to what a tenant holds, by algorithm. Dates come
 * from the catalogue's transition documents: nobody knows when such a computer will be
 * there. Depends on {@link io.qnsp.kms.agility.inventory} and
 * {@link io.qnsp.kms.agility.usage}.
 */
@NullMarked
package io.qnsp.kms.agility.risk;

import org.jspecify.annotations.NullMarked;
