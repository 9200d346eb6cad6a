/**
 * Below a feature's root, where other features must not look. Depends on nothing.
 */
@NullMarked
package io.qnsp.auth.broken.inner;

import org.jspecify.annotations.NullMarked;
