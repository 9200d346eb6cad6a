/**
 * The rows of keys and of their versions. The only place that knows their columns.
 * Depends on SQL and the public vocabulary of keys.
 */
@NullMarked
package io.qnsp.kms.keys.store;

import org.jspecify.annotations.NullMarked;
