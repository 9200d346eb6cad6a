/**
 * How ready a tenant is for quantum-safe algorithms: a score made of shares that anybody
 * can count again. Promises that a category with nothing to assess adds nothing to the
 * score. Depends on {@link io.qnsp.kms.agility.inventory},
 * {@link io.qnsp.kms.agility.usage} and the figures of migration plans.
 */
@NullMarked
package io.qnsp.kms.agility.readiness;

import org.jspecify.annotations.NullMarked;
