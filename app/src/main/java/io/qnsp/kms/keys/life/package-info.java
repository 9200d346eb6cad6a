/**
 * The life of keys: created, listed, rotated, moved to other algorithms, disabled,
 * destroyed, by callers and by time. Promises that a change is whole or has not happened,
 * and that it holds for the next use on the instance that made it. Depends on the rows,
 * on the material and on the tenant's policy.
 */
@NullMarked
package io.qnsp.kms.keys.life;

import org.jspecify.annotations.NullMarked;
