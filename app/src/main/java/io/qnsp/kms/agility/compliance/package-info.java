/**
 * What transition documents and security standards say of a tenant's cryptography, as far
 * as this server can know it: each control with its evidence. Promises that what it can't
 * know is said to be so and never passed. Depends on
 * {@link io.qnsp.kms.agility.inventory}, {@link io.qnsp.kms.agility.usage} and the
 * figures of migration plans.
 */
@NullMarked
package io.qnsp.kms.agility.compliance;

import org.jspecify.annotations.NullMarked;
