/**
 * The life of keys: rotated, moved to other algorithms, disabled and destroyed, by
 * callers, by time and by other features. Promises that a change is whole or has not
 * happened, and that it holds for the next use on the instance that made it. Depends on
 * the rows, the material and the tenant's policy.
 */
@NullMarked
package io.qnsp.kms.keys.life;

import org.jspecify.annotations.NullMarked;
