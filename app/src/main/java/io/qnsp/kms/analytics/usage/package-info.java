/**
 * The use of keys, derived from the journal: by key, operation, application and five
 * minutes, and since the beginning. Promises that every use counts once, whatever
 * crashes; that uses recorded from outside count too and stay recognisable; and that a
 * caller can't make a tenant's figures grow without bound by inventing applications.
 * Depends on {@link io.qnsp.kms.keys} and {@link io.qnsp.core.projection}.
 */
@NullMarked
package io.qnsp.kms.analytics.usage;

import org.jspecify.annotations.NullMarked;
