/**
 * What each tier includes: features and quotas, as one table in configuration. Pure
 * look-ups, no I/O.
 */
@NullMarked
package io.qnsp.app.entitlement;

import org.jspecify.annotations.NullMarked;
